import type { Rule } from "../rule";

export const bucketReplication: Rule = {
  id: "bucket-replication",
  scannerIds: ["CKV_AWS_144", "NIST.800.53.R5-S3BucketReplicationEnabled"],
  types: ["aws_s3_bucket"],
  reason: "The objects of a region that is lost are lost",
  fix: "Write an aws_s3_bucket_replication_configuration with an enabled rule",
  check(resource, stack) {
    const replications = stack.partsOf(resource, "aws_s3_bucket_replication_configuration", "bucket");
    const isReplicated = replications.some(({ values }) => values.all("rule.status").includes("Enabled"));
    return isReplicated ? [] : ["no enabled rule of an aws_s3_bucket_replication_configuration belongs to it"];
  },
};
