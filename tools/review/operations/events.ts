import { amount, anyChange, flag, presence, ranked } from "../attributes/judges";
import { attention, dangerous, type Row, safe } from "../attributes/row";

const BRIDGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide";
const SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest/UserGuide";
const SNS = "https://docs.aws.amazon.com/sns/latest/dg";
const TARGETS = ["aws_cloudwatch_event_target", "aws_scheduler_schedule.target"];

function onTargets(attribute: string): string[] {
  return TARGETS.map((target) => `${target}.${attribute}`);
}

export const eventRows: readonly Row[] = [
  {
    rule: "pipe-state",
    at: ["aws_pipes_pipe.desired_state"],
    judge: flag({
      absent: true,
      off: dangerous(
        "the pipe is stopped: nothing it reads reaches its target, and what waits is deleted when the source's retention ends",
      ),
      on: attention("the pipe runs, whatever has waited at its source first"),
    }),
    isForNew: true,
    source: `${BRIDGE}/eb-pipes-start-stop.html`,
  },
  {
    rule: "pipe-target",
    at: ["aws_pipes_pipe.target", "aws_pipes_pipe.enrichment"],
    judge: anyChange(attention("the pipe sends what it reads to another place")),
    source: `${BRIDGE}/eb-pipes-event-target.html`,
  },
  {
    rule: "pipe-role",
    at: ["aws_pipes_pipe.role_arn", "aws_scheduler_schedule.target.role_arn", "aws_cloudwatch_event_target.role_arn"],
    judge: anyChange(attention("it runs with another role's rights")),
    source: `${BRIDGE}/eb-pipes-permissions.html`,
  },
  {
    rule: "pipe-filter",
    at: ["aws_pipes_pipe.source_parameters.filter_criteria"],
    judge: presence({
      added: dangerous("what matches no filter never reaches the target; from a queue, the pipe deletes it"),
      changed: attention(
        "other events reach the target; those that match no filter are dropped, and from a queue deleted",
      ),
      removed: attention("every event reaches the target"),
    }),
    source: `${BRIDGE}/eb-pipes-event-filtering.html`,
  },
  {
    rule: "pipe-log",
    at: ["aws_pipes_pipe.log_configuration"],
    judge: presence({
      removed: attention("the pipe writes no log: nothing says why a hand-over failed"),
      added: safe("the pipe writes a log"),
    }),
    source: `${BRIDGE}/eb-pipes-logs.html`,
  },
  {
    rule: "pipe-log-level",
    at: ["aws_pipes_pipe.log_configuration.level"],
    judge: ranked(["OFF", "ERROR", "INFO", "TRACE"], {
      weaker: attention("the pipe logs less: nothing may say why a hand-over failed"),
      stronger: safe("the pipe logs more"),
      changed: attention("the pipe logs something else"),
    }),
    source: `${BRIDGE}/eb-pipes-logs.html`,
  },
  {
    rule: "pipe-input",
    at: [
      "aws_pipes_pipe.target_parameters.input_template",
      "aws_cloudwatch_event_target.input_transformer",
      "aws_cloudwatch_event_target.input",
      "aws_cloudwatch_event_target.input_path",
      "aws_scheduler_schedule.target.input",
    ],
    judge: anyChange(attention("the target gets another input")),
    source: `${BRIDGE}/eb-transform-target-input.html`,
  },
  {
    rule: "rule-state",
    at: ["aws_cloudwatch_event_rule.state", "aws_cloudwatch_event_rule.is_enabled"],
    judge: flag({
      absent: true,
      off: dangerous(
        "the rule is disabled: events that match it start nothing and are lost, and a schedule does not run",
      ),
      on: attention("the rule is enabled: events that match it start its targets"),
    }),
    isForNew: true,
    source: `${BRIDGE}/eb-delete-rule.html`,
  },
  {
    rule: "rule-pattern",
    at: ["aws_cloudwatch_event_rule.event_pattern"],
    judge: anyChange(attention("other events match the rule; those that no longer do start nothing")),
    source: `${BRIDGE}/eb-event-patterns.html`,
  },
  {
    rule: "schedule-expression",
    at: [
      "aws_cloudwatch_event_rule.schedule_expression",
      "aws_scheduler_schedule.schedule_expression",
      "aws_scheduler_schedule.schedule_expression_timezone",
      "aws_scheduler_schedule.start_date",
      "aws_scheduler_schedule.end_date",
      "aws_scheduler_schedule.flexible_time_window",
    ],
    judge: anyChange(attention("the schedule runs at other times")),
    source: `${SCHEDULER}/schedule-types.html`,
  },
  {
    rule: "schedule-state",
    at: ["aws_scheduler_schedule.state"],
    judge: flag({
      absent: true,
      off: dangerous("the schedule is disabled: it starts nothing"),
      on: attention("the schedule runs"),
    }),
    isForNew: true,
    source: `${SCHEDULER}/managing-schedule-state.html`,
  },
  {
    rule: "target-changed",
    at: onTargets("arn"),
    judge: anyChange(attention("events start something else")),
    source: `${BRIDGE}/eb-targets.html`,
  },
  {
    rule: "target-dead-letters",
    at: [...onTargets("dead_letter_config"), "aws_cloudwatch_event_bus.dead_letter_config"],
    judge: presence({
      removed: dangerous("an event that cannot be delivered is lost: it has no dead-letter queue any more"),
      added: safe("an event that cannot be delivered is kept"),
    }),
    source: `${BRIDGE}/eb-rule-dlq.html`,
  },
  {
    rule: "target-dead-letters",
    at: [...onTargets("dead_letter_config.arn"), "aws_cloudwatch_event_bus.dead_letter_config.arn"],
    judge: presence({
      removed: dangerous("an event that cannot be delivered is lost: it has no dead-letter queue any more"),
      added: safe("an event that cannot be delivered is kept"),
      changed: attention("dead letters go to another queue, whose alarms must be there"),
    }),
    source: `${BRIDGE}/eb-rule-dlq.html`,
  },
  {
    rule: "target-retries",
    at: onTargets("retry_policy.maximum_retry_attempts"),
    judge: amount({
      absent: 185,
      to: { 0: dangerous("an event that is not delivered at the first try is given up, without a retry") },
      lowered: attention("an event that is not delivered is given up after fewer retries"),
      raised: safe("an event that is not delivered is retried more often"),
    }),
    source: `${BRIDGE}/eb-rule-retry-policy.html`,
  },
  {
    rule: "target-age",
    at: onTargets("retry_policy.maximum_event_age_in_seconds"),
    judge: amount({
      unit: "seconds",
      absent: 86_400,
      lowered: attention("an event that is not delivered is given up sooner"),
      raised: safe("an event that is not delivered is retried for longer"),
    }),
    source: `${BRIDGE}/eb-rule-retry-policy.html`,
  },
  {
    rule: "archive-retention",
    at: ["aws_cloudwatch_event_archive.retention_days"],
    judge: amount({
      unit: "days",
      absent: 0,
      special: { 0: { means: "kept for ever", as: Number.POSITIVE_INFINITY } },
      lowered: dangerous("older events are deleted from the archive and can no longer be replayed"),
      raised: safe("events can be replayed for longer"),
    }),
    source: `${BRIDGE}/eb-archive.html`,
  },
  {
    rule: "archive-pattern",
    at: ["aws_cloudwatch_event_archive.event_pattern"],
    judge: anyChange(attention("other events are archived")),
    source: `${BRIDGE}/eb-archive.html`,
  },
  {
    rule: "event-key",
    at: [
      "aws_cloudwatch_event_bus.kms_key_identifier",
      "aws_pipes_pipe.kms_key_identifier",
      "aws_scheduler_schedule.kms_key_arn",
      "aws_sns_topic.kms_master_key_id",
    ],
    judge: presence({
      removed: dangerous("its encryption falls back from your KMS key to one of AWS's, or to none"),
      changed: attention("publishers and receivers need rights to the new KMS key"),
      added: attention("publishers and receivers need rights to the KMS key, other AWS services included"),
    }),
    source: `${SNS}/sns-server-side-encryption.html`,
  },
  {
    rule: "subscription-filter",
    at: ["aws_sns_topic_subscription.filter_policy", "aws_sns_topic_subscription.filter_policy_scope"],
    judge: presence({
      added: attention("messages that do not match the filter no longer reach this subscriber"),
      changed: attention("other messages reach this subscriber"),
      removed: attention("every message reaches this subscriber"),
    }),
    source: `${SNS}/sns-message-filtering.html`,
  },
  {
    rule: "subscription-dead-letters",
    at: ["aws_sns_topic_subscription.redrive_policy"],
    judge: presence({
      removed: dangerous("a message that cannot be delivered is lost: it has no dead-letter queue any more"),
      added: safe("a message that cannot be delivered is kept"),
      changed: attention("dead letters go to another queue, whose alarms must be there"),
    }),
    source: `${SNS}/sns-dead-letter-queues.html`,
  },
  {
    rule: "subscription-form",
    at: ["aws_sns_topic_subscription.raw_message_delivery"],
    judge: anyChange(attention("the subscriber gets its messages in another form: with or without SNS's envelope")),
    source: `${SNS}/sns-large-payload-raw-message-delivery.html`,
  },
  {
    rule: "topic-feedback",
    at: ["aws_sns_topic.delivery_policy"],
    judge: anyChange(attention("deliveries that fail are retried in another way")),
    source: `${SNS}/sns-message-delivery-retries.html`,
  },
  {
    rule: "log-subscription",
    at: [
      "aws_cloudwatch_log_subscription_filter.filter_pattern",
      "aws_cloudwatch_log_subscription_filter.destination_arn",
    ],
    judge: anyChange(attention("other log events are passed on, or to another place")),
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
  },
];
