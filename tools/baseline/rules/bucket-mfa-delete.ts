import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const bucketMfaDelete: Rule = {
  id: "bucket-mfa-delete",
  scannerIds: ["AWS-0170"],
  types: ["aws_s3_bucket_versioning"],
  reason: "Who stole credentials that may delete versions can delete every copy",
  fix: 'Set versioning_configuration.mfa_delete to "Enabled", which only the root user can',
  check: (resource) => expectValue(resource, "versioning_configuration.mfa_delete", "Enabled"),
};
