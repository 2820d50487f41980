import { expectSet, expectValue } from "../expect";
import type { Rule } from "../rule";

export const tableKey: Rule = {
  id: "table-key",
  scannerIds: ["CKV_AWS_119", "AWS-0025"],
  types: ["aws_dynamodb_table"],
  reason: "Who may read the table needs no right to a key",
  fix: "Set server_side_encryption.enabled to true and kms_key_arn to the environment's key",
  check: (resource) => [
    ...expectValue(resource, "server_side_encryption.enabled", true),
    ...(resource.at("server_side_encryption.kms_key_arn") === "alias/aws/dynamodb"
      ? ["kms_key_arn is the key of AWS, expected one of its own"]
      : expectSet(resource, "server_side_encryption.kms_key_arn")),
  ],
};
