import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const topicEncryption: Rule = {
  id: "topic-encryption",
  scannerIds: ["CKV_AWS_26", "NIST.800.53.R5-SNSEncryptedKMS", "AWS-0095", "AWS-0136"],
  types: ["aws_sns_topic"],
  reason:
    "Messages to customers and approvers are stored in the clear, or under a key that everybody of the account may use",
  fix: "Set kms_master_key_id to the environment's key",
  check: (resource) =>
    resource.at("kms_master_key_id") === "alias/aws/sns"
      ? ['kms_master_key_id is "alias/aws/sns", expected a key of its own']
      : expectSet(resource, "kms_master_key_id"),
};
