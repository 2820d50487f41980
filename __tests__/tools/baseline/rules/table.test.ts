import { tableRules } from "../../../../tools/baseline/rules/table";
import { KEY } from "../stacks";
import { describeRules } from "./describe-rules";

const table = "aws_dynamodb_table.orders";
const backup = "aws_backup_selection.all";

describeRules(tableRules, {
  sound: {
    [table]: {
      billing_mode: "PAY_PER_REQUEST",
      deletion_protection_enabled: true,
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true, kms_key_arn: KEY },
      ttl: { attribute_name: "expiresAt", enabled: true },
    },
    [backup]: { resources: ["${aws_dynamodb_table.orders.arn}"] },
  },
  refused: {
    "table-backup": [{ [backup]: { resources: [] } }],
    "table-deletion-protection": [{ [table]: { deletion_protection_enabled: false } }],
    "table-expiry": [{ [table]: { ttl: { attribute_name: "expiresAt", enabled: false } } }],
    "table-key": [
      { [table]: { server_side_encryption: { enabled: true } } },
      { [table]: { server_side_encryption: { enabled: true, kms_key_arn: "alias/aws/dynamodb" } } },
    ],
    "table-recovery": [{ [table]: { point_in_time_recovery: { enabled: false } } }],
    "table-scaling": [{ [table]: { billing_mode: "PROVISIONED" } }],
  },
});
