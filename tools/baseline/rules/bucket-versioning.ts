import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const bucketVersioning: Rule = {
  id: "bucket-versioning",
  scannerIds: ["CKV_AWS_21", "NIST.800.53.R5-S3BucketVersioningEnabled", "AWS-0090"],
  types: ["aws_s3_bucket"],
  reason: "What was overwritten or deleted by mistake is gone",
  fix: 'Write an aws_s3_bucket_versioning with status "Enabled"',
  check(resource, stack) {
    const versionings = stack.partsOf(resource, "aws_s3_bucket_versioning", "bucket");
    if (versionings.length === 0) return ["no aws_s3_bucket_versioning belongs to it"];
    return versionings.flatMap((versioning) => expectValue(versioning, "versioning_configuration.status", "Enabled"));
  },
};
