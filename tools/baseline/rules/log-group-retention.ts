import { isSet } from "../model/values";
import type { Rule } from "../rule";

/** Judged by what is written: a provider fills in 0, which keeps for ever. */
export const logGroupRetention: Rule = {
  id: "log-group-retention",
  scannerIds: ["CKV_AWS_66", "Serverless-CloudWatchLogGroupRetentionPeriod"],
  types: ["aws_cloudwatch_log_group"],
  reason: "Logs are kept, and paid for, for ever without anybody having decided it",
  fix: "Set retention_in_days",
  check: ({ written }) => (isSet(written.at("retention_in_days")) ? [] : ["retention_in_days is missing"]),
};
