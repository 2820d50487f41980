import { expectValue } from "../expect";
import type { Rule } from "../rule";

/** Stricter than the scanners, which also take provisioned capacity with auto scaling: nothing here has that. */
export const tableScaling: Rule = {
  id: "table-scaling",
  scannerIds: ["CKV2_AWS_16", "NIST.800.53.R5-DynamoDBAutoScalingEnabled"],
  types: ["aws_dynamodb_table"],
  reason: "A rush of orders is throttled at what somebody once guessed",
  fix: 'Set billing_mode to "PAY_PER_REQUEST"',
  check: (resource) => expectValue(resource, "billing_mode", "PAY_PER_REQUEST"),
};
