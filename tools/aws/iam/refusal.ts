import { AwsError, type Principal } from "../aws";
import { QueryCompatibleError } from "../services/sqs";
import type { Decision } from "./decide";
import type { AccessRequest } from "./request";

/** A refused request: the caller, the action and the reason. */
export interface Refused {
  readonly principal: Principal;
  readonly request: AccessRequest;
  readonly decision: Decision;
}

/**
 * AWS's error, in the called service's form.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusal(service: string, refused: Refused): AwsError {
  const text = messageOf(service, refused);
  const isKey = refused.request.action.startsWith("kms:");
  switch (service) {
    case "s3":
      return new AwsError("AccessDenied", text, 403);
    case "sns":
      return isKey ? new AwsError("KMSAccessDenied", text) : new AwsError("AuthorizationError", text, 403);
    case "sqs":
      return isKey
        ? new QueryCompatibleError("KmsAccessDenied", text, 400, "KMS.AccessDeniedException;Sender")
        : new QueryCompatibleError("AccessDeniedException", text, 403, "AccessDenied;Sender");
    case "lambda":
      return new AwsError("AccessDeniedException", text, 403);
    case "execute-api":
      return new AwsError("AccessDeniedException", text, 403);
    default:
      return new AwsError("AccessDeniedException", text);
  }
}

function messageOf(service: string, { principal, request, decision }: Refused): string {
  const { action, resource } = request;
  // SQS and SNS write their own names differently, and S3 its resources.
  const shown = action.startsWith("sqs:") ? action.toLowerCase() : action.replace(/^sns:/, "SNS:");
  const where = service === "s3" ? `"${resource}"` : resource;
  return `User: ${callerArn(principal)} is not authorized to perform: ${shown} on resource: ${where} ${reasonOf(principal, shown, decision)}`;
}

function reasonOf({ arn }: Principal, shown: string, { deniedBy, missing }: Decision): string {
  if (deniedBy) {
    const kind = deniedBy.policyOf === arn ? "an identity-based" : "a resource-based";
    return `with an explicit deny in ${kind} policy`;
  }
  return `because no ${missing} policy allows the ${shown} action`;
}

/** STS's name of a session of a role. */
export function callerArn({ arn }: Principal): string {
  const [, account, name] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return name === undefined ? arn : `arn:aws:sts::${account}:assumed-role/${name}/local`;
}
