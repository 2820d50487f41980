import type { JsonObject } from "../../../../tools/local/aws";
import { type Account, allow, authorizerOf, QUEUE, ROLE } from "./account";

const read = (account: Account) => () => authorizerOf(account);
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
      withCondition({ "ForAllValues:StringEquals": { "aws:SourceArn": "1" } }),
      "operator ForAllValues:StringEquals",
    ],
    [
      "a key that is not known",
      withCondition({ StringEquals: { "aws:SourceVpc": "vpc-1" } }),
      "condition key aws:SourceVpc",
    ],
    ["a resource's policy for nobody", { queue: [allow("sqs:*")] }, "names no Principal"],
    ["rights that are read nowhere", { others: { aws_lambda_permission: [{}] } }, "aws_lambda_permission"],
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

  test("but for a boundary, which is told of: it gives no right, and stands elsewhere", () => {
    const role = { name: "worker", arn: ROLE, assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' };
    const bounded = { ...role, permissions_boundary: "arn:of:boundary" };
    expect(authorizerOf({ others: { aws_iam_role: [bounded] } }).notices).toEqual([
      "Roles are bounded by arn:of:boundary, which the local run does not hold to.",
    ]);
    expect(authorizerOf({}).notices).toEqual([]);
  });

  test("the message names stack and address", () => {
    expect(read(withCondition({ StringEquals: { "aws:SourceVpc": "vpc-1" } }))).toThrow(
      "orders-test-data, aws_iam_policy.it0, statement #0: the local run does not know the condition key aws:SourceVpc.",
    );
  });
});
