import { isSet, type Values } from "../model/values";
import type { Rule } from "../rule";

export const bucketMultipart: Rule = {
  id: "bucket-multipart",
  scannerIds: ["CKV_AWS_300"],
  types: ["aws_s3_bucket_lifecycle_configuration"],
  reason: "Parts of uploads that were broken off are kept, and paid for, unseen",
  fix: "Write an enabled rule for the whole bucket with abort_incomplete_multipart_upload",
  check(resource) {
    const sweeps = resource.values
      .blocks("rule")
      .some(
        (rule) =>
          rule.at("status") === "Enabled" &&
          isWholeBucket(rule) &&
          rule.blocks("abort_incomplete_multipart_upload").length > 0,
      );
    return sweeps ? [] : ["no enabled rule for the whole bucket ends incomplete uploads"];
  },
};

function isWholeBucket(rule: Values): boolean {
  const narrows = ["prefix", "filter.prefix", "filter.tag", "filter.and", "filter.object_size_greater_than"];
  return !narrows.some((path) => isSet(rule.at(path)));
}
