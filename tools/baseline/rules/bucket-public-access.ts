import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const bucketPublicAccess: Rule = {
  id: "bucket-public-access",
  scannerIds: [
    "CKV_AWS_53",
    "AWS-0086",
    "CKV_AWS_54",
    "AWS-0087",
    "CKV_AWS_55",
    "AWS-0091",
    "CKV_AWS_56",
    "AWS-0093",
    "CKV2_AWS_6",
    "AWS-0094",
    "AwsSolutions-S2",
    "NIST.800.53.R5-S3BucketPublicReadProhibited",
    "NIST.800.53.R5-S3BucketPublicWriteProhibited",
  ],
  types: ["aws_s3_bucket"],
  reason: "One wrong ACL or policy lets anybody read orders",
  fix: "Write an aws_s3_bucket_public_access_block with all four flags true",
  check(resource, stack) {
    const blocks = stack.partsOf(resource, "aws_s3_bucket_public_access_block", "bucket");
    if (blocks.length === 0) return ["no aws_s3_bucket_public_access_block belongs to it"];
    return blocks.flatMap((block) => FLAGS.flatMap((flag) => expectValue(block, flag, true)));
  },
};

const FLAGS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
