import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const keyEnabled: Rule = {
  id: "key-enabled",
  scannerIds: ["CKV_AWS_227"],
  types: ["aws_kms_key"],
  reason: "Nothing that it encrypts can be read",
  fix: "Leave is_enabled on",
  check: (resource) => expectValue(resource, "is_enabled", true, undefined),
};
