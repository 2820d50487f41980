import type { ResourceChange } from "../../terraform/plan";
import { type PlanObject, UNKNOWN } from "../../terraform/plan-value";
import type { Subject } from "../subject";
import { textAt } from "./judge-changes";

/**
 * Resources that are settings of another one: to create or destroy one changes the other. The attribute names the
 * resource that they belong to.
 */
const PARTS: ReadonlyMap<string, string> = new Map([
  ["aws_api_gateway_method_settings", "rest_api_id"],
  ["aws_efs_backup_policy", "file_system_id"],
  ["aws_lambda_function_event_invoke_config", "function_name"],
  ["aws_lambda_function_recursion_config", "function_name"],
  ["aws_s3_account_public_access_block", "account_id"],
  ["aws_s3_bucket_acl", "bucket"],
  ["aws_s3_bucket_cors_configuration", "bucket"],
  ["aws_s3_bucket_lifecycle_configuration", "bucket"],
  ["aws_s3_bucket_logging", "bucket"],
  ["aws_s3_bucket_notification", "bucket"],
  ["aws_s3_bucket_object_lock_configuration", "bucket"],
  ["aws_s3_bucket_ownership_controls", "bucket"],
  ["aws_s3_bucket_public_access_block", "bucket"],
  ["aws_s3_bucket_replication_configuration", "bucket"],
  ["aws_s3_bucket_server_side_encryption_configuration", "bucket"],
  ["aws_s3_bucket_versioning", "bucket"],
  ["aws_s3_bucket_website_configuration", "bucket"],
  ["aws_secretsmanager_secret_rotation", "secret_id"],
  ["aws_sqs_queue_redrive_policy", "queue_url"],
]);

/** The type of resource that each attribute of a part refers to. */
const PARENTS: ReadonlyMap<string, string> = new Map([
  ["bucket", "aws_s3_bucket"],
  ["file_system_id", "aws_efs_file_system"],
  ["function_name", "aws_lambda_function"],
  ["queue_url", "aws_sqs_queue"],
  ["rest_api_id", "aws_api_gateway_rest_api"],
  ["secret_id", "aws_secretsmanager_secret"],
]);

/** Names by which other resources of a plan refer to one. */
const NAMES = ["id", "name", "bucket", "function_name", "url", "arn"];

/** How a resource relates to the one that it is a setting of. */
export type Part = "none" | "of-kept" | "of-new" | "of-destroyed";

/** Finds out what the parts of a subject belong to. */
export function partsOf({ plans }: Subject): (change: ResourceChange) => Part {
  const named = (side: "before" | "after", kind: ResourceChange["kind"]) =>
    new Set(
      plans
        .flatMap(({ changes }) => changes)
        .filter((change) => change.kind === kind)
        .flatMap((change) =>
          NAMES.map((name) => textAt(change[side], name))
            .filter((name) => name !== undefined)
            .map((name) => `${change.type} ${name}`),
        ),
    );
  const [created, destroyed] = [named("after", "create"), named("before", "destroy")];
  return ({ type, kind, before, after }) => {
    const attribute = PARTS.get(type);
    if (attribute === undefined) return "none";
    const parentIn = (resource: PlanObject | undefined) => `${PARENTS.get(attribute)} ${textAt(resource, attribute)}`;
    // The name of a resource that exists is known.
    if (kind === "create") return after?.[attribute] === UNKNOWN || created.has(parentIn(after)) ? "of-new" : "of-kept";
    return kind === "destroy" && destroyed.has(parentIn(before)) ? "of-destroyed" : "of-kept";
  };
}
