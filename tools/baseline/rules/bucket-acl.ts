import { expectValue } from "../expect";
import type { Rule } from "../rule";

/** Stricter than any one scanner: no ACL beside the owner's own, so none is public and none needs TLS of its own. */
export const bucketAcl: Rule = {
  id: "bucket-acl",
  scannerIds: ["CKV_AWS_20", "CKV_AWS_57", "AWS-0092", "CKV_AWS_375", "CKV2_AWS_43", "CKV_AWS_379"],
  types: ["aws_s3_bucket", "aws_s3_bucket_acl"],
  reason: "Anybody, or any customer of AWS, reads or writes orders",
  fix: "Leave ACLs out: the bucket's owner has every right without one",
  check: (resource) => [
    ...expectValue(resource, "acl", "private", undefined),
    ...resource.values
      .all("access_control_policy.grant.grantee.uri")
      .map((uri) => `it grants rights to ${String(uri)}`),
  ],
};
