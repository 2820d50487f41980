import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const logGroupKey: Rule = {
  id: "log-group-key",
  scannerIds: ["CKV_AWS_158", "NIST.800.53.R5-CloudWatchLogGroupEncrypted", "AWS-0017"],
  types: ["aws_cloudwatch_log_group"],
  reason: "Who may read logs needs no right to a key",
  fix: "Set kms_key_id to the environment's key",
  check: (resource) => expectSet(resource, "kms_key_id"),
};
