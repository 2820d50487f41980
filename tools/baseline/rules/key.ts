import { expectValue, expectWhen } from "../expect";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const keyRules: readonly Rule[] = [
  {
    id: "key-deletion-window",
    scannerIds: [],
    types: ["aws_kms_key"],
    reason: "Deleting a key destroys all that it encrypts, and a week is too short to notice",
    fix: "Set deletion_window_in_days to 30",
    check: expectValue("deletion_window_in_days", 30, undefined),
  },
  {
    id: "key-enabled",
    scannerIds: ["CKV_AWS_227"],
    types: ["aws_kms_key"],
    reason: "Nothing that a disabled key encrypts can be read",
    fix: "Remove is_enabled, or set it to true",
    check: expectValue("is_enabled", true, undefined),
  },
  {
    id: "key-policy",
    scannerIds: ["CKV2_AWS_64"],
    types: ["aws_kms_key"],
    reason: "No one has decided which services may use the key",
    fix: "Set policy, or add an aws_kms_key_policy",
    check: (resource, stack) =>
      isSet(resource.written.at("policy")) || stack.partsOf(resource, "aws_kms_key_policy", "key_id").length > 0
        ? []
        : ["policy is missing"],
  },
  {
    id: "key-rotation",
    scannerIds: ["CKV_AWS_7", "AwsSolutions-KMS5", "AWS-0065"],
    types: ["aws_kms_key"],
    reason: "Leaked key material decrypts the data for ever",
    fix: "Set enable_key_rotation to true",
    check: expectWhen(
      (key) => (key.at("customer_master_key_spec") ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT",
      expectValue("enable_key_rotation", true),
    ),
  },
];
