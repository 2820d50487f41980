import { type Statement, statementsOf } from "../model/policy";
import type { Resource } from "../model/resource";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

interface Policed {
  readonly policy: string;
  readonly attribute: string;
  /** What must be denied. SNS knows no `sns:*` in the policy of a topic. */
  readonly action: string;
  /** How many resources the statement names: of a bucket, itself and its objects. */
  readonly resources: number;
}

const POLICED: Readonly<Record<string, Policed>> = {
  aws_s3_bucket: { policy: "aws_s3_bucket_policy", attribute: "bucket", action: "s3:*", resources: 2 },
  aws_sqs_queue: { policy: "aws_sqs_queue_policy", attribute: "queue_url", action: "sqs:*", resources: 1 },
  aws_sns_topic: { policy: "aws_sns_topic_policy", attribute: "arn", action: "sns:Publish", resources: 1 },
};

export const resourcePolicyTls: Rule = {
  id: "resource-policy-tls",
  scannerIds: ["AwsSolutions-S10", "AwsSolutions-SQS4", "AwsSolutions-SNS3"],
  types: Object.keys(POLICED),
  reason: "Orders cross a network in the clear",
  mend: "Deny every principal what is done while aws:SecureTransport is false, on a bucket and on its objects",
  check(resource, stack) {
    const policed = POLICED[resource.type];
    if (policed === undefined) return [];
    const policies: Resource[] = stack.partsOf(resource, policed.policy, policed.attribute);
    const statements = policies.flatMap((policy) => statementsOf(policy, stack, "resource"));
    return statements.some((statement) => refusesPlainHttp(statement, policed))
      ? []
      : [`no ${policed.policy} refuses ${policed.action} over plain HTTP`];
  },
};

function refusesPlainHttp(statement: Statement, { action, resources }: Policed): boolean {
  return (
    statement.effect === "Deny" &&
    statement.principals.some(({ value }) => isBare(value)) &&
    statement.actions.includes(action) &&
    statement.resources.length >= resources &&
    statement.conditions.some(
      ({ operator, key, values }) =>
        operator === "Bool" && key === "aws:SecureTransport" && values.every((value) => value === "false"),
    )
  );
}
