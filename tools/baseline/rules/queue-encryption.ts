import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const queueEncryption: Rule = {
  id: "queue-encryption",
  scannerIds: ["CKV_AWS_27", "AWS-0096", "AwsSolutions-SQS2", "CKV2_AWS_73", "AWS-0135"],
  types: ["aws_sqs_queue"],
  reason: "Dead letters hold what an order was made of, and the default key of AWS opens to whoever may read the queue",
  fix: "Set kms_master_key_id to the environment's key",
  check(resource) {
    const key = resource.at("kms_master_key_id");
    if (key === "alias/aws/sqs") return ['kms_master_key_id is "alias/aws/sqs", expected a key of its own'];
    return key === undefined && resource.at("sqs_managed_sse_enabled") !== true
      ? expectSet(resource, "kms_master_key_id")
      : [];
  },
};
