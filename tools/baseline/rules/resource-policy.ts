import type { Statement } from "../../support/policy-document";
import { inEachAllow, noWholeService } from "../expect-policy";
import { POLICY_DOCUMENT, policyTypes, statementsOf } from "../model/policy";
import type { Resource } from "../model/resource";
import { isSet } from "../model/values";
import { isBare } from "../model/wildcards";
import type { Rule } from "../rule";

/** Keys are left out: their policy must allow the account every action, or no one could ever repair it. */
const TYPES = policyTypes("resource").filter((type) => !type.startsWith("aws_kms_") && type !== POLICY_DOCUMENT);

/** Condition keys that restrict who calls, or on whose behalf. Those about TLS or the time do not. */
const NARROWS = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "kms:CallerAccount",
  ].map((key) => key.toLowerCase()),
);

/** A statement of a bus's policy, as a resource of its own. */
const EVENT_PERMISSION = "aws_cloudwatch_event_permission";

interface Policed {
  readonly policy: string;
  readonly attribute: string;
  /** The action to deny. SNS does not know `sns:*` in the policy of a topic. */
  readonly action: string;
  /** Suffixes of the resource's ARN to deny it on: for a bucket, the bucket itself and its objects. */
  readonly endings: readonly string[];
}

const POLICED: Readonly<Record<string, Policed>> = {
  aws_s3_bucket: { policy: "aws_s3_bucket_policy", attribute: "bucket", action: "s3:*", endings: ["", "/*"] },
  aws_sqs_queue: { policy: "aws_sqs_queue_policy", attribute: "queue_url", action: "sqs:*", endings: [""] },
  aws_sns_topic: { policy: "aws_sns_topic_policy", attribute: "arn", action: "sns:Publish", endings: [""] },
};

export const resourcePolicyRules: readonly Rule[] = [
  {
    id: "resource-policy-action",
    scannerIds: ["CKV_AWS_72", "AWS-0097"],
    types: TYPES,
    reason: "A caller that should only send can also read, delete or open the resource to others",
    fix: "Name each action",
    check: noWholeService("resource"),
  },
  {
    id: "resource-policy-principal",
    scannerIds: [
      "CKV_AWS_70",
      "CKV_AWS_168",
      "CKV_AWS_387",
      "CKV_AWS_169",
      "CKV_AWS_33",
      "CKV_AWS_283",
      "AwsSolutions-EVB1",
    ],
    types: [...policyTypes("resource"), EVENT_PERMISSION],
    reason: "Any AWS customer, or anyone on the internet, can use the resource",
    fix: "Name the service or role as the Principal, or condition on aws:SourceArn, aws:PrincipalArn or aws:PrincipalOrgID",
    check(resource, stack) {
      if (resource.type === EVENT_PERMISSION) {
        const isOrganisation = resource.at("condition.key") === "aws:PrincipalOrgID";
        return resource.at("principal") === "*" && !isOrganisation ? ["everyone may put events"] : [];
      }
      return inEachAllow("resource", (statement) =>
        isOpen(statement) ? [`everyone may call ${statement.actions.join(", ")}`] : [],
      )(resource, stack);
    },
  },
  {
    id: "resource-policy-tls",
    scannerIds: ["AwsSolutions-S10", "AwsSolutions-SQS4", "AwsSolutions-SNS3"],
    types: Object.keys(POLICED),
    reason: "Orders cross the network unencrypted",
    fix: "Deny the action to every principal if aws:SecureTransport is false, with no other condition, on the resource's ARN and on a bucket's objects",
    check(resource, stack) {
      const policed = POLICED[resource.type];
      if (policed === undefined) return [];
      const policies: Resource[] = stack.partsOf(resource, policed.policy, policed.attribute);
      const statements = policies.flatMap((policy) => statementsOf(policy, stack, "resource"));
      return statements.some(
        (each) => refusesPlainHttp(each, policed.action) && isAbout(each, resource, policed.endings),
      )
        ? []
        : [`no ${policed.policy} denies ${policed.action} to every principal over plain HTTP, with no other condition`];
    },
  },
];

function isOpen({ principals, conditions }: Statement): boolean {
  if (!principals.some(({ value }) => isBare(value))) return false;
  return !conditions.some(
    ({ operator, key, values }) =>
      NARROWS.has(key.toLowerCase()) && !/Not|Null|IfExists/.test(operator) && !values.some(isBare),
  );
}

/** A second condition would let plain HTTP through when it is not met. */
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

/** Whether a statement names the resource, by ARN if a plan already knows it, or by reference. */
function isAbout({ resources }: Statement, resource: Resource, endings: readonly string[]): boolean {
  const names = [`\${${resource.address}.arn}`, resource.at("arn")].filter(isSet);
  return endings.every((ending) => names.some((name) => resources.includes(`${name}${ending}`)));
}
