import { type Names, of, type Right, tagged } from "./right";

/** Queues, topics, the event bus and its rules, the pipe and the schedule. */
export function messagingRights({ arn, prefix }: Names): Right[] {
  return [
    {
      sid: "Queues",
      types: ["aws_sqs_queue", "aws_sqs_queue_policy", "aws_sqs_queue_redrive_allow_policy"],
      read: of("sqs", "GetQueueAttributes", "GetQueueUrl", "ListQueueTags"),
      write: of("sqs", "CreateQueue", "SetQueueAttributes", "DeleteQueue", "TagQueue", "UntagQueue"),
      on: [arn("sqs", `${prefix}-*`)],
    },
    {
      sid: "Topics",
      types: ["aws_sns_topic", "aws_sns_topic_policy", "aws_sns_topic_subscription"],
      read: of("sns", "GetTopicAttributes", "GetSubscriptionAttributes", "ListTagsForResource"),
      write: tagged(
        "sns",
        "CreateTopic",
        "SetTopicAttributes",
        "DeleteTopic",
        "Subscribe",
        "SetSubscriptionAttributes",
        "Unsubscribe",
      ),
      on: [arn("sns", `${prefix}-*`)],
    },
    {
      sid: "Events",
      types: ["aws_cloudwatch_event_bus", "aws_cloudwatch_event_rule", "aws_cloudwatch_event_target"],
      read: of("events", "DescribeEventBus", "DescribeRule", "ListTagsForResource", "ListTargetsByRule"),
      write: tagged(
        "events",
        "CreateEventBus",
        "UpdateEventBus",
        "DeleteEventBus",
        "PutRule",
        "DeleteRule",
        "EnableRule",
        "DisableRule",
        "PutTargets",
        "RemoveTargets",
      ),
      on: [arn("events", `event-bus/${prefix}-*`), arn("events", `rule/${prefix}-*`)],
    },
    {
      sid: "Pipes",
      types: ["aws_pipes_pipe"],
      read: of("pipes", "DescribePipe", "ListTagsForResource"),
      write: tagged("pipes", "CreatePipe", "UpdatePipe", "DeletePipe", "StartPipe", "StopPipe"),
      on: [arn("pipes", `pipe/${prefix}-*`)],
    },
    {
      sid: "Schedules",
      types: ["aws_scheduler_schedule", "aws_scheduler_schedule_group"],
      read: of("scheduler", "GetSchedule", "GetScheduleGroup", "ListTagsForResource"),
      write: tagged(
        "scheduler",
        "CreateSchedule",
        "UpdateSchedule",
        "DeleteSchedule",
        "CreateScheduleGroup",
        "DeleteScheduleGroup",
      ),
      on: [arn("scheduler", `schedule/${prefix}-*/*`), arn("scheduler", `schedule-group/${prefix}-*`)],
    },
  ];
}
