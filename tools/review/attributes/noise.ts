import { UNKNOWN } from "../../terraform/plan-value";
import type { Difference } from "./difference";

/** Values that AWS computes. They are known after the apply whenever something else of the resource changes. */
const COMPUTED = new Set([
  "arn",
  "code_sha256",
  "created_date",
  "creation_date",
  "etag",
  "id",
  "invoke_arn",
  "invoke_url",
  "execution_arn",
  "last_modified",
  "last_modified_date",
  "last_update",
  "last_updated_date",
  "layer_arn",
  "qualified_arn",
  "qualified_invoke_arn",
  "response_streaming_invoke_arn",
  "revision_id",
  "signing_job_arn",
  "signing_profile_version_arn",
  "source_code_size",
  "state_machine_version_arn",
  "status",
  "stream_arn",
  "stream_label",
  "unique_id",
  "update_date",
  "url",
  "version",
  "version_id",
  "versions",
  "latest_version",
  "default_version",
]);

/** Attributes that change what people read, and nothing that runs. */
const COSMETIC = new Set([
  "tags",
  "tags_all",
  "description",
  "comment",
  "display_name",
  "alarm_description",
  "timeouts",
  "layers_description",
]);

/** Where the code of a function is. That it changes is all there is to say: what the code does is in the pull request. */
const CODE = new Set([
  "code_sha256",
  "filename",
  "image_uri",
  "s3_bucket",
  "s3_key",
  "s3_object_version",
  "source_code_hash",
  "source_hash",
]);

/** Documents that the examiners of permissions and workflows judge. */
const JUDGED_ELSEWHERE = new Set([
  "assume_role_policy",
  "inline_policy",
  "managed_policy_arns",
  "policy",
  "permissions_boundary",
]);
const JUDGED_ELSEWHERE_TYPES = /^aws_(iam_\w+|sfn_state_machine|sfn_alias|lambda_permission|\w+_policy)$/;

/** Lists whose order means something. Terraform writes others, and sets, in any order. */
const ORDERED = new Set(["layers", "ordered_cache_behavior", "container_definitions", "action", "default_action"]);

export function isOrdered({ pattern }: Difference): boolean {
  return pattern.split(".").some((name) => ORDERED.has(name));
}

/** Whether a difference says nothing, because AWS computes the value. */
export function isComputed({ path, after }: Difference): boolean {
  return after === UNKNOWN && COMPUTED.has(path);
}

export function isCosmetic({ pattern }: Difference): boolean {
  return COSMETIC.has(attributeOf(pattern));
}

export function isCode(type: string, { pattern }: Difference): boolean {
  return /^aws_lambda_(function|layer_version)$/.test(type) && CODE.has(attributeOf(pattern));
}

/** Whether another examiner judges all of a type. */
export function isJudgedElsewhere(type: string): boolean {
  return JUDGED_ELSEWHERE_TYPES.test(type);
}

/** Whether another examiner says what the end of such a resource means. */
export function isEndJudgedElsewhere(type: string): boolean {
  return /^aws_sfn_(state_machine|alias)$/.test(type);
}

export function isDocumentJudgedElsewhere({ pattern }: Difference): boolean {
  return JUDGED_ELSEWHERE.has(attributeOf(pattern));
}

/** The attribute of the resource that a pattern is in. */
export function attributeOf(pattern: string): string {
  return pattern.split(".", 1)[0] ?? pattern;
}
