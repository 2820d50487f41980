import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const keyRotation: Rule = {
  id: "key-rotation",
  scannerIds: ["CKV_AWS_7", "AwsSolutions-KMS5", "AWS-0065"],
  types: ["aws_kms_key"],
  reason: "Whoever gets hold of key material can read what it encrypts for ever",
  fix: "Set enable_key_rotation to true",
  check: (resource) => {
    const spec = resource.at("customer_master_key_spec") ?? "SYMMETRIC_DEFAULT";
    return spec === "SYMMETRIC_DEFAULT" ? expectValue(resource, "enable_key_rotation", true) : [];
  },
};
