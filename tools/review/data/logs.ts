import { amount, flag, presence } from "../attributes/judges";
import { attention, dangerous, type Row, safe } from "../attributes/row";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs";
const TRAIL = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide";

export const logRows: readonly Row[] = [
  {
    rule: "log-retention",
    at: ["aws_cloudwatch_log_group.retention_in_days"],
    judge: amount({
      unit: "days",
      absent: 0,
      special: { 0: { means: "kept for ever", as: Number.POSITIVE_INFINITY } },
      lowered: dangerous("CloudWatch deletes log events that are older, those already written included"),
      raised: safe("log events are kept longer"),
    }),
    source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  },
  {
    rule: "log-key",
    at: ["aws_cloudwatch_log_group.kms_key_id"],
    judge: presence({
      removed: dangerous("new log events are no longer encrypted with your KMS key"),
      changed: attention("new log events use the new KMS key; those already written keep the old one, which must stay"),
      added: safe("new log events are encrypted with your KMS key"),
    }),
    source: `${GUIDE}/encrypt-log-data-kms.html`,
  },
  {
    rule: "log-skip-destroy",
    at: ["aws_cloudwatch_log_group.skip_destroy"],
    judge: flag({
      off: attention("a destroy deletes the log group with every event, instead of leaving it in AWS"),
      on: safe("a destroy leaves the log group in AWS"),
    }),
    source:
      "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group#skip_destroy",
  },
  {
    rule: "log-metric-pattern",
    at: ["aws_cloudwatch_log_metric_filter.pattern", "aws_cloudwatch_log_metric_filter.metric_transformation"],
    judge: presence({
      changed: attention("the metric counts other log events, and alarms on it fire on something else"),
      removed: attention("the metric no longer counts these log events, and alarms on it go silent"),
    }),
    source: `${GUIDE}/FilterAndPatternSyntax.html`,
  },
  {
    rule: "trail-logging",
    at: ["aws_cloudtrail.enable_logging"],
    judge: flag({
      absent: true,
      off: dangerous("CloudTrail records no calls any more, so nothing says who did what"),
      on: safe("CloudTrail records calls"),
    }),
    source: `${TRAIL}/cloudtrail-turning-off-logging.html`,
  },
  {
    rule: "trail-scope",
    at: ["aws_cloudtrail.is_multi_region_trail", "aws_cloudtrail.include_global_service_events"],
    judge: flag({
      off: dangerous("CloudTrail no longer records calls in other Regions or to global services such as IAM"),
      on: safe("CloudTrail records more calls"),
    }),
    source: `${TRAIL}/cloudtrail-concepts.html`,
  },
  {
    rule: "trail-validation",
    at: ["aws_cloudtrail.enable_log_file_validation"],
    judge: flag({
      off: dangerous("nobody can prove any more that a log file was not changed"),
      on: safe("a changed log file can be detected"),
    }),
    source: `${TRAIL}/cloudtrail-log-file-validation-intro.html`,
  },
  {
    rule: "trail-key",
    at: ["aws_cloudtrail.kms_key_id"],
    judge: presence({
      removed: dangerous("log files are no longer encrypted with your KMS key"),
      changed: attention("new log files use the new KMS key"),
      added: safe("log files are encrypted with your KMS key"),
    }),
    source: `${TRAIL}/encrypting-cloudtrail-log-files-with-aws-kms.html`,
  },
];
