import type { Rule } from "../rule";

export const bucketObjectLock: Rule = {
  id: "bucket-object-lock",
  scannerIds: ["CKV_AWS_143", "NIST.800.53.R4-S3BucketDefaultLockEnabled"],
  types: ["aws_s3_bucket"],
  reason: "Who may delete versions can delete evidence",
  fix: "Set object_lock_enabled and write an aws_s3_bucket_object_lock_configuration",
  check(resource, stack) {
    const isLocked =
      resource.at("object_lock_enabled") === true ||
      resource.at("object_lock_configuration.object_lock_enabled") === "Enabled";
    const isConfigured = stack.partsOf(resource, "aws_s3_bucket_object_lock_configuration", "bucket").length > 0;
    return isLocked && isConfigured ? [] : ["object lock is not configured and enabled"];
  },
};
