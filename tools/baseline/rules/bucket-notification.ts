import type { Rule } from "../rule";

export const bucketNotification: Rule = {
  id: "bucket-notification",
  scannerIds: ["CKV2_AWS_62"],
  types: ["aws_s3_bucket"],
  reason: "Nothing learns of an object that somebody put there",
  fix: "Write an aws_s3_bucket_notification, where something acts on it",
  check: (resource, stack) =>
    stack.partsOf(resource, "aws_s3_bucket_notification", "bucket").length > 0
      ? []
      : ["no aws_s3_bucket_notification belongs to it"],
};
