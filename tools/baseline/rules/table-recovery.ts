import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const tableRecovery: Rule = {
  id: "table-recovery",
  scannerIds: ["CKV_AWS_28", "AwsSolutions-DDB3", "AWS-0024"],
  types: ["aws_dynamodb_table"],
  reason: "Orders that a faulty release overwrote cannot be brought back",
  fix: "Set point_in_time_recovery.enabled to true",
  check: (resource) => expectValue(resource, "point_in_time_recovery.enabled", true),
};
