import { isWaivedBy } from "../../../tools/baseline/waiver";
import { waivers } from "../../../tools/baseline/waivers";

const PAYLOADS = "arn:aws:s3:::orders-prod-data-payloads-123456789012";
const states = (resource: string) => `arn:aws:states:eu-west-1:123456789012:${resource}`;
const logs = (group: string) => `arn:aws:logs:eu-west-1:123456789012:log-group:${group}`;

const policyOf = (part: string) => `aws_iam_policy.${part}_role_policy_0A1B2C3D`;
const roleOf = (part: string) => `aws_iam_role.${part}_role_0A1B2C3D`;

function isWaived(id: string, address: string, wrong: string): boolean {
  const found = { rule: { id }, stack: { environment: "prod" }, resource: { address }, wrong };
  return waivers.some((waiver) => isWaivedBy(waiver, found));
}

describe("findings in a plan of a deployed stack are waived", () => {
  it.each([
    ["reserve-inventory", `s3:GetObject on ${PAYLOADS}/lines/*`],
    ["validate-order", `s3:PutObject on ${PAYLOADS}/lines/*`],
    ["validate-order", `s3:GetObjectVersion on ${PAYLOADS}/uploads/*`],
    ["create-upload", `s3:PutObject on ${PAYLOADS}/uploads/*`],
    ["order-fulfilment", `states:StopExecution on ${states("execution:orders-prod-fulfilment-order-fulfilment:*")}`],
    ["validate-order", `logs:PutLogEvents on ${logs("/aws/lambda/orders-prod-intake-validate-order:*")}`],
    ["account-logs", `logs:PutLogEvents on ${logs("*")}`],
    ["settle-order", "logs:CreateLogDelivery on *"],
    ["resolve-approval", "states:SendTaskSuccess on *"],
    ["create-upload", "xray:PutTraceSegments on *"],
  ])("of %s, %s", (part, wrong) => {
    expect(isWaived("policy-wildcard", policyOf(part), wrong)).toBe(true);
  });
});

describe("findings beyond a waiver's reason are not waived", () => {
  it.each([
    ["order-fulfilment", "s3:GetObject on arn:aws:s3:::*/lines/*"],
    ["order-fulfilment", "s3:GetObject on arn:aws:s3:::orders-*-data-payloads-*/lines/*"],
    ["order-fulfilment", `s3:GetObject on ${PAYLOADS}/*`],
    ["order-fulfilment", `s3:GetObject on ${PAYLOADS}/lines*`],
    ["order-fulfilment", "s3:GetObject on arn:aws:s3:::orders-prod-data-access-log-123456789012/lines/*"],
    ["order-fulfilment", `s3:PutObject on ${PAYLOADS}/lines/*`],
    ["settle-order", `s3:GetObject on ${PAYLOADS}/lines/*`],
    ["create-upload", `s3:GetObject on ${PAYLOADS}/uploads/*`],
    ["order-fulfilment", "states:StopExecution on arn:aws:states:*:*:execution:*:*"],
    [
      "order-fulfilment",
      "states:StopExecution on arn:aws:states:*:*:execution:orders-prod-fulfilment-order-fulfilment:*",
    ],
    ["order-fulfilment", `states:StopExecution on ${states("execution:*")}`],
    ["order-fulfilment", `states:StopExecution on ${states("execution:orders-prod-fulfilment-settle-order:*")}`],
    ["settle-order", `states:StopExecution on ${states("execution:orders-prod-fulfilment-order-fulfilment:*")}`],
    ["validate-order", `logs:PutLogEvents on ${logs("/aws/lambda/orders-prod-intake-create-upload:*")}`],
    ["validate-order", "logs:PutLogEvents on arn:aws:logs:*:*:log-group:/aws/lambda/*:*"],
    ["validate-order", "logs:CreateLogDelivery on *"],
    ["validate-order", "states:SendTaskSuccess on *"],
    ["settle-order", "states:SendTaskSuccess on *"],
    ["api", "xray:PutTraceSegments on *"],
    ["account-logs", `logs:DeleteLogGroup on ${logs("*")}`],
    ["account-logs", "logs:PutLogEvents on *"],
  ])("of %s, %s", (part, wrong) => {
    expect(isWaived("policy-wildcard", policyOf(part), wrong)).toBe(false);
  });

  it.each([
    ["policy-writing", policyOf("settle-order"), "states:SendTaskSuccess on *"],
    ["policy-writing", policyOf("api"), "xray:PutTraceSegments on *"],
    ["policy-permissions-management", policyOf("validate-order"), "logs:PutResourcePolicy on *"],
    ["role-function-star", roleOf("settle-order"), "xray:PutTraceSegments on *"],
    ["role-function-star", roleOf("validate-order"), "xray:PutEncryptionConfig on *"],
    ["policy-wildcard", "aws_iam_policy.deploy_compute_0A1B2C3D", "lambda:*"],
    [
      "policy-wildcard",
      "aws_iam_policy.deploy_compute_0A1B2C3D",
      "lambda:InvokeFunction on arn:aws:lambda:*:*:function:orders-prod-*",
    ],
    ["policy-wildcard", "aws_iam_policy.deploy_compute_0A1B2C3D", "states:SendTaskSuccess on *"],
  ])("by %s, of %s, %s", (id, address, wrong) => {
    expect(isWaived(id, address, wrong)).toBe(false);
  });
});
