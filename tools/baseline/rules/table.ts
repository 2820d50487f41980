import { expectAll, expectOwnKey, expectSet, expectValue } from "../expect";
import type { Rule } from "../rule";

export const tableRules: readonly Rule[] = [
  {
    id: "table-backup",
    scannerIds: ["NIST.800.53.R5-DynamoDBInBackupPlan"],
    types: ["aws_dynamodb_table"],
    reason: "Orders older than 35 days cannot be recovered",
    fix: "Add an aws_backup_selection that includes the table",
    check: (resource, stack) =>
      stack
        .ofType("aws_backup_selection")
        .some((selection) => selection.references("resources").includes(resource.address))
        ? []
        : ["no aws_backup_selection includes it"],
  },
  {
    id: "table-deletion-protection",
    scannerIds: [],
    types: ["aws_dynamodb_table"],
    reason: "One mistake in Terraform or in the console deletes every order",
    fix: "Set deletion_protection_enabled to true",
    check: expectValue("deletion_protection_enabled", true),
  },
  {
    id: "table-expiry",
    scannerIds: [],
    types: ["aws_dynamodb_table"],
    reason: "Addresses are kept for longer than they are needed",
    fix: "Set ttl.enabled and ttl.attribute_name",
    check: expectAll(expectValue("ttl.enabled", true), expectSet("ttl.attribute_name")),
  },
  {
    id: "table-key",
    scannerIds: ["CKV_AWS_119", "AWS-0025"],
    types: ["aws_dynamodb_table"],
    reason: "A reader of the table needs no right to a key",
    fix: "Set server_side_encryption.enabled to true and kms_key_arn to the environment's key",
    check: expectAll(
      expectValue("server_side_encryption.enabled", true),
      expectOwnKey("server_side_encryption.kms_key_arn"),
    ),
  },
  {
    id: "table-recovery",
    scannerIds: ["CKV_AWS_28", "AwsSolutions-DDB3", "AWS-0024"],
    types: ["aws_dynamodb_table"],
    reason: "Orders that a faulty release overwrote cannot be recovered",
    fix: "Set point_in_time_recovery.enabled to true",
    check: expectValue("point_in_time_recovery.enabled", true),
  },
  /** Stricter than the scanners, which also accept provisioned capacity with auto scaling: no table here uses it. */
  {
    id: "table-scaling",
    scannerIds: ["CKV2_AWS_16", "NIST.800.53.R5-DynamoDBAutoScalingEnabled"],
    types: ["aws_dynamodb_table"],
    reason: "A rush of orders is throttled at a capacity that was once a guess",
    fix: 'Set billing_mode to "PAY_PER_REQUEST"',
    check: expectValue("billing_mode", "PAY_PER_REQUEST"),
  },
];
