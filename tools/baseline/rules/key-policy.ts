import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const keyPolicy: Rule = {
  id: "key-policy",
  scannerIds: ["CKV2_AWS_64"],
  types: ["aws_kms_key"],
  reason: "Nobody has decided which services use the key",
  fix: "Set policy, or write an aws_kms_key_policy",
  check: (resource, stack) =>
    isSet(resource.written.at("policy")) || stack.partsOf(resource, "aws_kms_key_policy", "key_id").length > 0
      ? []
      : ["policy is missing"],
};
