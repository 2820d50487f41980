import type { Rule } from "../rule";

export const bucketLifecycle: Rule = {
  id: "bucket-lifecycle",
  scannerIds: ["CKV2_AWS_61"],
  types: ["aws_s3_bucket"],
  reason: "Addresses and old versions are kept for ever",
  fix: "Write an aws_s3_bucket_lifecycle_configuration that expires its objects",
  check: (resource, stack) =>
    stack.partsOf(resource, "aws_s3_bucket_lifecycle_configuration", "bucket").length > 0
      ? []
      : ["no aws_s3_bucket_lifecycle_configuration belongs to it"],
};
