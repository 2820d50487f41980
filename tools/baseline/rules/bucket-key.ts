import { expectSet, expectValue } from "../expect";
import type { Rule } from "../rule";

export const bucketKey: Rule = {
  id: "bucket-key",
  scannerIds: ["CKV_AWS_145", "NIST.800.53.R5-S3DefaultEncryptionKMS", "AWS-0132"],
  types: ["aws_s3_bucket"],
  reason: "Who may read the bucket needs no right to a key, and no log of the key tells of it",
  fix: 'Write an aws_s3_bucket_server_side_encryption_configuration with sse_algorithm "aws:kms" and kms_master_key_id',
  check(resource, stack) {
    const encryptions = stack.partsOf(resource, "aws_s3_bucket_server_side_encryption_configuration", "bucket");
    if (encryptions.length === 0) return ["no aws_s3_bucket_server_side_encryption_configuration belongs to it"];
    return encryptions.flatMap((encryption) => [
      ...expectValue(encryption, `${DEFAULT}.sse_algorithm`, "aws:kms"),
      ...expectSet(encryption, `${DEFAULT}.kms_master_key_id`),
    ]);
  },
};

const DEFAULT = "rule.apply_server_side_encryption_by_default";
