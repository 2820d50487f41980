import { withoutTemplates } from "../model/wildcards";
import type { Rule } from "../rule";

export const bucketName: Rule = {
  id: "bucket-name",
  scannerIds: ["AWS-0320"],
  types: ["aws_s3_bucket"],
  reason:
    "The certificate of S3 does not hold for a host name with a further dot, so clients would have to do without TLS's check",
  fix: "Name the bucket without dots",
  check: (resource) => {
    const name = String(resource.at("bucket") ?? resource.at("bucket_prefix") ?? "");
    return withoutTemplates(name).includes(".") ? [`bucket is ${JSON.stringify(name)}, expected no dot`] : [];
  },
};
