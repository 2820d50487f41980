import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const bucketEncryption: Rule = {
  id: "bucket-encryption",
  scannerIds: ["CKV_AWS_19"],
  types: ["aws_s3_bucket_server_side_encryption_configuration"],
  reason: "Objects are stored by an algorithm that AWS no longer stands for",
  fix: 'Set sse_algorithm to "aws:kms" or "AES256"',
  check: (resource) => expectValue(resource, `${DEFAULT}.sse_algorithm`, "aws:kms", "AES256"),
};

const DEFAULT = "rule.apply_server_side_encryption_by_default";
