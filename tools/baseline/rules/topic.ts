import { expectOwnKey, expectSet } from "../expect";
import { inEachAllow } from "../expect-policy";
import type { Rule } from "../rule";

export const topicRules: readonly Rule[] = [
  {
    id: "subscription-dead-letters",
    scannerIds: ["Serverless-SNSRedrivePolicy"],
    types: ["aws_sns_topic_subscription"],
    reason: "A message that a subscriber refuses is dropped silently",
    fix: "Set redrive_policy to a queue that lets SNS send",
    check: expectSet("redrive_policy"),
  },
  {
    id: "topic-encryption",
    scannerIds: ["CKV_AWS_26", "NIST.800.53.R5-SNSEncryptedKMS", "AWS-0095", "AWS-0136"],
    types: ["aws_sns_topic"],
    reason:
      "Messages to customers and approvers are stored unencrypted, or under a key that everyone in the account may use",
    fix: "Set kms_master_key_id to the environment's key",
    check: expectOwnKey("kms_master_key_id"),
  },
  {
    id: "topic-policy-condition",
    scannerIds: ["CKV_AWS_385"],
    types: ["aws_sns_topic", "aws_sns_topic_policy"],
    reason: "A named role or account keeps its right long after its purpose is gone",
    fix: "Add a Condition, or give the role the right in its own policy",
    check: inEachAllow("resource", ({ conditions, principals }) =>
      principals
        .filter(({ type }) => conditions.length === 0 && type === "AWS")
        .map(({ value }) => `${value} is allowed without a Condition`),
    ),
  },
];
