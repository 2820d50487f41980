import type { Principal } from "../aws";
import type { Context } from "./conditions";

/** One request to IAM: an action on a resource. A call of an AWS API may need several. */
export interface AccessRequest {
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** An ARN; `*` where the action has no resource. */
  readonly resource: string;
  /** Condition keys for this request only, in lower case. */
  readonly context?: Context;
}

/**
 * The condition keys of a request. Calls on this machine count as made over TLS, because they use TLS on AWS.
 */
export function contextOf({ arn, service }: Principal, { action, context }: AccessRequest, accountId: string): Context {
  const isService = !arn.startsWith("arn:");
  // A service that acts in its own name does not forward a call.
  const { "kms:viaservice": via, ...rest } = context ?? {};
  return {
    "aws:securetransport": "true",
    "aws:principalisawsservice": String(isService),
    ...(isService
      ? sourceOf(arn, action, service?.sourceArn, accountId)
      : { "aws:principalarn": arn, "aws:principalaccount": accountId }),
    ...rest,
    ...(via === undefined || isService ? {} : { "kms:viaservice": via }),
  };
}

/**
 * The condition keys that name the resource on whose behalf a service acts. When EventBridge sends to a queue, it
 * passes SQS only the resource, and passes KMS nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function sourceOf(service: string, action: string, sourceArn: string | undefined, accountId: string): Context {
  const isEventBridge = service === "events.amazonaws.com";
  if (sourceArn === undefined || (isEventBridge && action.startsWith("kms:"))) return {};
  if (isEventBridge && action.startsWith("sqs:")) return { "aws:sourcearn": sourceArn };
  return { "aws:sourcearn": sourceArn, "aws:sourceaccount": accountId };
}
