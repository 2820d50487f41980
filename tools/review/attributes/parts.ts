import type { ResourceChange } from "../../terraform/plan";
import { UNKNOWN } from "../../terraform/plan-value";
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

/** Names by which other resources of a plan refer to one. */
const NAMES = ["id", "name", "bucket", "function_name", "url", "arn"];

/** How a resource relates to the one that it is a setting of. */
export type Part = "none" | "of-kept" | "of-new" | "of-destroyed";

/** Finds out what the parts of a subject belong to. */
export function partsOf({ plans }: Subject): (change: ResourceChange) => Part {
  const names = (side: "before" | "after", kind: ResourceChange["kind"]) =>
    new Set(
      plans
        .flatMap(({ changes }) => changes)
        .filter((change) => change.kind === kind && !PARTS.has(change.type))
        .flatMap((change) => NAMES.map((name) => textAt(change[side], name) ?? "")),
    );
  const [created, destroyed] = [names("after", "create"), names("before", "destroy")];
  return ({ type, kind, before, after }) => {
    const attribute = PARTS.get(type);
    if (attribute === undefined) return "none";
    if (kind === "create") {
      const parent = textAt(after, attribute);
      // The name of a resource that exists is known.
      return after?.[attribute] === UNKNOWN || (parent !== undefined && created.has(parent)) ? "of-new" : "of-kept";
    }
    const parent = textAt(before, attribute);
    return kind === "destroy" && parent !== undefined && destroyed.has(parent) ? "of-destroyed" : "of-kept";
  };
}
