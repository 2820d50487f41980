import type { Principal } from "../aws";
import type { Context } from "./conditions";

/** One thing that somebody wants to do, as IAM is asked. A call of an AWS API may need several. */
export interface AccessRequest {
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** An ARN; `*` where the action has no resource. */
  readonly resource: string;
  /** Condition keys of this request alone, in lower case. */
  readonly context?: Context;
}

/**
 * The condition keys that every request has. Calls on this machine count as made over TLS, as the same calls are on AWS.
 */
export function contextOf({ arn, service }: Principal, { context }: AccessRequest, accountId: string): Context {
  const isService = !arn.startsWith("arn:");
  return {
    "aws:securetransport": "true",
    "aws:principalisawsservice": String(isService),
    ...(isService
      ? sourceOf(service?.sourceArn, accountId)
      : { "aws:principalarn": arn, "aws:principalaccount": accountId }),
    ...context,
  };
}

/** What a service tells of the resource on whose behalf it acts. */
function sourceOf(sourceArn: string | undefined, accountId: string): Context {
  return sourceArn === undefined ? {} : { "aws:sourcearn": sourceArn, "aws:sourceaccount": accountId };
}
