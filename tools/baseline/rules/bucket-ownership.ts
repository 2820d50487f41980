import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const bucketOwnership: Rule = {
  id: "bucket-ownership",
  scannerIds: ["CKV2_AWS_65"],
  types: ["aws_s3_bucket"],
  reason: "ACLs of single objects open what the bucket's policy closes",
  fix: 'Write an aws_s3_bucket_ownership_controls with object_ownership "BucketOwnerEnforced"',
  check(resource, stack) {
    const controls = stack.partsOf(resource, "aws_s3_bucket_ownership_controls", "bucket");
    if (controls.length === 0) return ["no aws_s3_bucket_ownership_controls belongs to it"];
    return controls.flatMap((control) => expectValue(control, "rule.object_ownership", "BucketOwnerEnforced"));
  },
};
