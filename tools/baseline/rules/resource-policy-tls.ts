import { type Statement, statementsOf } from "../model/policy";
import type { Resource } from "../model/resource";
import { isSet } from "../model/values";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

interface Policed {
  readonly policy: string;
  readonly attribute: string;
  /** What must be denied. SNS knows no `sns:*` in the policy of a topic. */
  readonly action: string;
  /** What follows the resource's own ARN in those on which it is denied: of a bucket, nothing, and its objects. */
  readonly endings: readonly string[];
}

const POLICED: Readonly<Record<string, Policed>> = {
  aws_s3_bucket: { policy: "aws_s3_bucket_policy", attribute: "bucket", action: "s3:*", endings: ["", "/*"] },
  aws_sqs_queue: { policy: "aws_sqs_queue_policy", attribute: "queue_url", action: "sqs:*", endings: [""] },
  aws_sns_topic: { policy: "aws_sns_topic_policy", attribute: "arn", action: "sns:Publish", endings: [""] },
};

export const resourcePolicyTls: Rule = {
  id: "resource-policy-tls",
  scannerIds: ["AwsSolutions-S10", "AwsSolutions-SQS4", "AwsSolutions-SNS3"],
  types: Object.keys(POLICED),
  reason: "Orders cross a network in the clear",
  fix: "Deny every principal what is done while aws:SecureTransport is false, under no other condition, on the resource's own ARN, and on a bucket's objects",
  check(resource, stack) {
    const policed = POLICED[resource.type];
    if (policed === undefined) return [];
    const policies: Resource[] = stack.partsOf(resource, policed.policy, policed.attribute);
    const statements = policies.flatMap((policy) => statementsOf(policy, stack, "resource"));
    return statements.some((each) => refusesPlainHttp(each, policed.action) && isAbout(each, resource, policed.endings))
      ? []
      : [`no ${policed.policy} refuses ${policed.action} over plain HTTP, whoever asks and whatever else holds`];
  },
};

/** A second condition would let plain HTTP through where it is not met. */
function refusesPlainHttp({ effect, principals, actions, conditions }: Statement, action: string): boolean {
  const [condition, ...others] = conditions;
  return (
    effect === "Deny" &&
    principals.some(({ type, value }) => ["*", "AWS"].includes(type) && isBare(value)) &&
    actions.includes(action) &&
    others.length === 0 &&
    condition?.operator === "Bool" &&
    condition.key === "aws:SecureTransport" &&
    condition.values.join() === "false"
  );
}

/** Whether a statement names the resource, by its ARN where a plan knows that already, or by a reference to it. */
function isAbout({ resources }: Statement, resource: Resource, endings: readonly string[]): boolean {
  const names = [`\${${resource.address}.arn}`, resource.at("arn")].filter(isSet);
  return endings.every((ending) => names.some((name) => resources.includes(`${name}${ending}`)));
}
