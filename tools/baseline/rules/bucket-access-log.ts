import type { Rule } from "../rule";

export const bucketAccessLog: Rule = {
  id: "bucket-access-log",
  scannerIds: ["CKV_AWS_18", "AwsSolutions-S1", "AWS-0089"],
  types: ["aws_s3_bucket"],
  reason: "Nobody can tell afterwards who read an order's lines",
  fix: "Write an aws_s3_bucket_logging that points at a bucket for logs",
  check: (resource, stack) =>
    stack.partsOf(resource, "aws_s3_bucket_logging", "bucket").length > 0
      ? []
      : ["no aws_s3_bucket_logging belongs to it"],
};
