import type { JsonObject } from "../../../../tools/support/json";
import { ACCOUNT, type Account, allow, authorizerOf, QUEUE, QUEUE_URL, ROLE } from "./account";

const read = (account: Account) => () => authorizerOf(account);
const document = (...Statement: JsonObject[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const withCondition = (Condition: JsonObject) => ({ role: [allow("sqs:SendMessage", QUEUE, { Condition })] });

describe("a policy that cannot be held to as AWS would is refused at the start, with its place", () => {
  test.each<[string, Account, string]>([
    ["an element that is not known", { role: [{ Effect: "Allow", NotAction: "sqs:*", Resource: "*" }] }, "NotAction"],
    ["a principal that is not known", { queue: [allow("sqs:*", "*", { Principal: { Federated: "x" } })] }, "Federated"],
    [
      "an operator that is not known",
      withCondition({ NumericLessThan: { "aws:SourceArn": "1" } }),
      "operator NumericLessThan",
    ],
    [
      "a quantifier that is not known",
      withCondition({ "ForMostValues:StringEquals": { "aws:SourceArn": "1" } }),
      "operator ForMostValues:StringEquals",
    ],
    [
      "a quantifier of what may be absent",
      withCondition({ "ForAnyValue:StringEqualsIfExists": { "aws:SourceArn": "1" } }),
      "operator ForAnyValue:StringEqualsIfExists",
    ],
    [
      "a key that is not known",
      withCondition({ StringEquals: { "aws:SourceVpc": "vpc-1" } }),
      "condition key aws:SourceVpc",
    ],
    ["a resource's policy for nobody", { queue: [allow("sqs:*")] }, "names no Principal"],
    [
      "a role's policy for nothing",
      { role: [{ Effect: "Allow", Action: "sqs:*" }] },
      "names no Resource. AWS refuses that",
    ],
    ["a role's policy for somebody", { role: [allow("sqs:*", QUEUE, { Principal: "*" })] }, "names a Principal"],
    [
      "a role that may be taken on something else",
      { trust: [allow("sts:AssumeRole", ROLE, { Principal: { Service: "states.amazonaws.com" } })] },
      "names a Resource. AWS refuses that",
    ],
    [
      "two policies of one queue, where only the last would count",
      { others: { aws_sqs_queue_policy: [1, 2].map(() => ({ queue_url: QUEUE_URL, policy: document() })) } },
      "aws_sqs_queue_policy.it1: arn:aws:sqs:eu-central-1:123456789012:work already has another policy",
    ],
    [
      "a policy of a role that is not there",
      { others: { aws_iam_role_policy: [{ role: "gone", policy: document() }] } },
      "aws_iam_role_policy.it0: the deployment has no role gone",
    ],
    [
      "an attachment of AWS's own policy",
      {
        others: {
          aws_iam_role_policy_attachment: [
            { role: "worker", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
          ],
        },
      },
      "AdministratorAccess",
    ],
  ])("%s", (_name, account, problem) => {
    expect(read(account)).toThrow(problem);
  });

  test.each([
    "aws_api_gateway_rest_api_policy",
    "aws_cloudwatch_event_bus_policy",
    "aws_cloudwatch_event_permission",
    "aws_cloudwatch_log_resource_policy",
    "aws_dynamodb_resource_policy",
    "aws_iam_group_policy",
    "aws_iam_policy_attachment",
    "aws_iam_role_policies_exclusive",
    "aws_iam_role_policy_attachments_exclusive",
    "aws_iam_user",
    "aws_kms_external_key",
    "aws_kms_grant",
    "aws_kms_key_policy",
    "aws_kms_replica_key",
    "aws_lambda_layer_version_permission",
    "aws_lambda_permission",
    "aws_s3_access_point",
    "aws_s3_bucket_acl",
    "aws_s3control_access_grant",
    "aws_s3control_access_point_policy",
    "aws_sns_topic_data_protection_policy",
    "aws_vpc_endpoint_policy",
  ])("%s, which is not read", (type) => {
    expect(read({ others: { [type]: [{}] } })).toThrow(`${type}: the local run does not read such rights yet`);
  });

  test("but for where a queue's dead letters go, which only has the name of a policy", () => {
    const others = { aws_sqs_queue_redrive_policy: [{}], aws_sqs_queue_redrive_allow_policy: [{}] };
    expect(read({ others })).not.toThrow();
  });

  test.each([
    ["aws_iam_role", "inline_policy"],
    ["aws_iam_role", "managed_policy_arns"],
    ["aws_sqs_queue", "policy"],
    ["aws_sns_topic", "policy"],
    ["aws_s3_bucket", "policy"],
    ["aws_s3_bucket", "acl"],
    ["aws_s3_bucket", "grant"],
    ["aws_secretsmanager_secret", "policy"],
    ["aws_api_gateway_rest_api", "policy"],
    ["aws_vpc_endpoint", "policy"],
  ])("%s with %s within it, which is not read there", (type, name) => {
    expect(read({ others: { [type]: [{ [name]: document() }] } })).toThrow(
      `orders-test-data, ${type}.it0: the local run does not read ${name}.`,
    );
  });

  const VARIABLE = "${aws:PrincipalAccount}";
  test.each<[string, Account]>([
    ["an action", { role: [allow(`sqs:${VARIABLE}`, QUEUE)] }],
    ["a resource", { role: [allow("sqs:SendMessage", [QUEUE, `arn:aws:sqs:*:${VARIABLE}:work`])] }],
    ["a principal", { queue: [allow("sqs:SendMessage", QUEUE, { Principal: { AWS: VARIABLE } })] }],
    ["a condition", withCondition({ StringEquals: { "aws:SourceAccount": [ACCOUNT, VARIABLE] } })],
  ])("a variable of IAM in %s, which is not filled in", (_name, account) => {
    expect(read(account)).toThrow(/statement #0 has one: .*\$\{aws:PrincipalAccount\}/);
  });

  test("except a boundary, which is reported: it gives no right and is outside the deployment", () => {
    const role = { name: "worker", arn: ROLE, assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' };
    const bounded = { ...role, permissions_boundary: "arn:of:boundary" };
    expect(authorizerOf({ others: { aws_iam_role: [bounded] } }).notices).toEqual([
      "Roles are bounded by arn:of:boundary, which the local run does not enforce.",
    ]);
    expect(authorizerOf({}).notices).toEqual([]);
  });

  test("the message names stack and address", () => {
    expect(read(withCondition({ StringEquals: { "aws:SourceVpc": "vpc-1" } }))).toThrow(
      "orders-test-data, aws_iam_policy.it0, statement #0: the local run does not know the condition key aws:SourceVpc.",
    );
  });
});
