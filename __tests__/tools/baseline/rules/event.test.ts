import { eventRules } from "../../../../tools/baseline/rules/event";
import { KEY, LETTERS } from "../stacks";
import { describeRules } from "./describe-rules";

const bus = "aws_cloudwatch_event_bus.events";
const target = "aws_cloudwatch_event_target.uploaded";
const pipe = "aws_pipes_pipe.hand-over";
const schedule = "aws_scheduler_schedule.reconcile";
const queue = "aws_sqs_queue.orders";

describeRules(eventRules, {
  sound: {
    [bus]: { kms_key_identifier: KEY, dead_letter_config: { arn: LETTERS } },
    [target]: { dead_letter_config: { arn: LETTERS } },
    [pipe]: { source: "${aws_sqs_queue.orders.arn}", log_configuration: { level: "ERROR" } },
    [schedule]: {
      kms_key_arn: KEY,
      target: { dead_letter_config: { arn: LETTERS } },
    },
    [queue]: {
      redrive_policy: `{"deadLetterTargetArn":"${LETTERS}","maxReceiveCount":5}`,
    },
  },
  refused: {
    "event-bus-dead-letters": [{ [bus]: { dead_letter_config: undefined } }],
    "event-bus-key": [{ [bus]: { kms_key_identifier: null } }],
    "event-target-dead-letters": [{ [target]: { dead_letter_config: {} } }],
    "pipe-dead-letters": [
      { [queue]: { redrive_policy: undefined } },
      { [pipe]: { source: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders" } },
    ],
    "schedule-dead-letters": [{ [schedule]: { target: {} } }],
    "schedule-key": [{ [schedule]: { kms_key_arn: undefined } }],
  },
  accepted: {
    "pipe-dead-letters": [
      {},
      {
        [pipe]: {
          source: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
          source_parameters: { kinesis_stream_parameters: { dead_letter_config: { arn: LETTERS } } },
        },
      },
    ],
  },
});
