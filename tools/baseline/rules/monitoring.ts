import { expectAll, expectAtLeast, expectSet, expectValue, expectWhen, expectWritten } from "../expect";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const monitoringRules: readonly Rule[] = [
  {
    id: "alarm-actions",
    scannerIds: ["CKV_AWS_319", "NIST.800.53.R5-CloudWatchAlarmAction"],
    types: ["aws_cloudwatch_metric_alarm"],
    reason: "The alarm fires and no one is notified",
    fix: "Set alarm_actions to a topic, and keep actions_enabled on",
    check: expectAll(expectValue("actions_enabled", true, undefined), (alarm) =>
      ["alarm_actions", "ok_actions", "insufficient_data_actions"].some((path) => isSet(alarm.at(path)))
        ? []
        : ["it has no action"],
    ),
  },
  {
    id: "log-group-key",
    scannerIds: ["CKV_AWS_158", "NIST.800.53.R5-CloudWatchLogGroupEncrypted", "AWS-0017"],
    types: ["aws_cloudwatch_log_group"],
    reason: "A reader of the logs needs no right to a key",
    fix: "Set kms_key_id to the environment's key",
    check: expectSet("kms_key_id"),
  },
  /** Reads the configuration, because a provider fills in 0, which keeps logs for ever. */
  {
    id: "log-group-retention",
    scannerIds: ["CKV_AWS_66", "Serverless-CloudWatchLogGroupRetentionPeriod"],
    types: ["aws_cloudwatch_log_group"],
    reason: "Logs are kept, and paid for, for ever, though no one decided so",
    fix: "Set retention_in_days",
    check: expectWritten("retention_in_days"),
  },
  {
    id: "log-group-year",
    scannerIds: ["CKV_AWS_338"],
    types: ["aws_cloudwatch_log_group"],
    reason: "An attack that is discovered after months has left no trace",
    fix: "Set retention_in_days to 365 or more",
    check: expectWhen((group) => group.at("retention_in_days") !== 0, expectAtLeast("retention_in_days", 365)),
  },
];
