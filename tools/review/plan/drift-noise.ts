import { parseJson } from "../../support/json";
import type { Plan, ResourceChange } from "../../terraform/plan";
import { isPlanList, isSameValue, type PlanValue, planValue } from "../../terraform/plan-value";
import { type Difference, differencesOf, isEmpty } from "../attributes/difference";

/** Attributes that AWS computes: counts, sizes, times, versions and identifiers. */
const COMPUTED =
  /(^|_)(id|arn|etag|url|owner|count|size|bytes|date|time|at|version|versions|fingerprint|revision|label)$|^(last_|latest_|role_last_used|tags_all$|default_version|approximate_|code_sha256)/;

/** Attributes that matter even where the configuration leaves them to AWS. */
const SECURITY =
  /policy|definition|state$|retention|encrypt|kms|sse|protection|versioning|principal|public|role|permission|recovery|redrive|lifecycle|ttl|enabled|boundary|logging|authoriz/;

/** Attributes of a resource that another type of resource sets, with the attribute there; undefined if it has blocks. */
const SET_BY: Readonly<Record<string, readonly (readonly [attribute: string, type: string, source?: string])[]>> = {
  aws_iam_role: [
    ["managed_policy_arns", "aws_iam_role_policy_attachment", "policy_arn"],
    ["inline_policy", "aws_iam_role_policy", "policy"],
  ],
  aws_s3_bucket: [
    ["policy", "aws_s3_bucket_policy", "policy"],
    ["versioning", "aws_s3_bucket_versioning"],
    ["server_side_encryption_configuration", "aws_s3_bucket_server_side_encryption_configuration"],
    ["lifecycle_rule", "aws_s3_bucket_lifecycle_configuration"],
    ["logging", "aws_s3_bucket_logging"],
    ["cors_rule", "aws_s3_bucket_cors_configuration"],
    ["grant", "aws_s3_bucket_acl"],
    ["replication_configuration", "aws_s3_bucket_replication_configuration"],
    ["website", "aws_s3_bucket_website_configuration"],
    ["object_lock_configuration", "aws_s3_bucket_object_lock_configuration"],
  ],
  aws_sqs_queue: [
    ["policy", "aws_sqs_queue_policy", "policy"],
    ["redrive_policy", "aws_sqs_queue_redrive_policy", "redrive_policy"],
    ["redrive_allow_policy", "aws_sqs_queue_redrive_allow_policy", "redrive_allow_policy"],
  ],
  aws_sns_topic: [["policy", "aws_sns_topic_policy", "policy"]],
  aws_kms_key: [["policy", "aws_kms_key_policy", "policy"]],
  aws_secretsmanager_secret: [["policy", "aws_secretsmanager_secret_policy", "policy"]],
  aws_api_gateway_rest_api: [["policy", "aws_api_gateway_rest_api_policy", "policy"]],
};

/** Whether AWS fills in the difference. */
export function isNoise(
  plan: Plan,
  drift: ResourceChange,
  { pattern }: Difference,
  change: ResourceChange | undefined,
): boolean {
  const configured = plan.configuration.resource(drift.address)?.expressions;
  if (configured !== undefined && Object.hasOwn(configured, pattern)) return false;
  if (COMPUTED.test(pattern) && !/kms|key_id/.test(pattern)) return true;
  const isChanged =
    change !== undefined && differencesOf(change.before, change.after).some((each) => each.pattern === pattern);
  return configured !== undefined && !isChanged && !SECURITY.test(pattern);
}

/** Whether there is nothing on either side. Zero and false are what a provider reads where nothing is set. */
export function saysNothing({ before, after }: Difference): boolean {
  return isNothing(before) && isNothing(after);
}

function isNothing(value: PlanValue | undefined): boolean {
  return isEmpty(value) || value === false || value === 0;
}

/** Whether another resource of the plan sets the attribute, such as the policy of a queue, to just this value. */
export function isSetElsewhere(plan: Plan, drift: ResourceChange, { pattern, before, after }: Difference): boolean {
  const [, type, source] = SET_BY[drift.type]?.find(([attribute]) => attribute === pattern) ?? [];
  if (type === undefined || isEmpty(after)) return false;
  const sources = plan.changes.filter((change) => change.type === type);
  if (source === undefined) return isEmpty(before) && sources.length > 0;
  const set = sources.flatMap(({ before: was, after: is }) => [was?.[source], is?.[source]]).map(document);
  return itemsOf(after).every(
    (item) => itemsOf(before).some((old) => isSameValue(old, item)) || set.some((each) => isSameValue(each, item)),
  );
}

/** A list's items; an inline policy is the document in its block. */
function itemsOf(value: PlanValue | undefined): readonly (PlanValue | undefined)[] {
  if (value === undefined || isEmpty(value)) return [];
  if (!isPlanList(value)) return [document(value)];
  return value.map((item) =>
    typeof item === "object" && item !== null && "policy" in item && "name" in item ? document(item.policy) : item,
  );
}

function document(value: PlanValue | undefined): PlanValue | undefined {
  const json = typeof value === "string" ? parseJson(value) : undefined;
  return typeof json === "object" && json !== null ? planValue(json, undefined, undefined) : value;
}
