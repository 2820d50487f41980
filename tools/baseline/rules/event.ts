import { expectSet } from "../expect";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const eventRules: readonly Rule[] = [
  {
    id: "event-bus-dead-letters",
    scannerIds: [],
    types: ["aws_cloudwatch_event_bus"],
    reason: "An event that the bus cannot encrypt is dropped silently",
    fix: "Set dead_letter_config.arn to a queue that lets the bus send",
    check: expectSet("dead_letter_config.arn"),
  },
  {
    id: "event-bus-key",
    scannerIds: [],
    types: ["aws_cloudwatch_event_bus"],
    reason: "Order events are stored under a key that AWS shares among its customers",
    fix: "Set kms_key_identifier to the environment's key",
    check: expectSet("kms_key_identifier"),
  },
  {
    id: "event-target-dead-letters",
    scannerIds: ["Serverless-EventBusDLQ"],
    types: ["aws_cloudwatch_event_target"],
    reason: "An event that its target refuses for a day is dropped silently",
    fix: "Set dead_letter_config.arn to a queue that lets the rule send",
    check: expectSet("dead_letter_config.arn"),
  },
  /** A pipe from a queue leaves undelivered messages to that queue; a pipe from a stream has a setting of its own. */
  {
    id: "pipe-dead-letters",
    scannerIds: [],
    types: ["aws_pipes_pipe"],
    reason: "A message that the target refuses is redelivered until it expires, and is then lost",
    fix: "Give the source queue a redrive_policy; for a stream, set dead_letter_config in the source's parameters",
    check(pipe, stack) {
      const [address] = pipe.references("source");
      const source = stack.resources.find((resource) => resource.address === address);
      if (source?.type === "aws_sqs_queue") {
        return isSet(source.at("redrive_policy")) ? [] : [`its source ${source.address} has no redrive_policy`];
      }
      const hasDeadLetters = ["dynamodb_stream_parameters", "kinesis_stream_parameters"].some((parameters) =>
        isSet(pipe.at(`source_parameters.${parameters}.dead_letter_config.arn`)),
      );
      return hasDeadLetters ? [] : ["neither its source nor its source_parameters name a dead-letter queue"];
    },
  },
  {
    id: "schedule-dead-letters",
    scannerIds: [],
    types: ["aws_scheduler_schedule"],
    reason: "A start that fails for good is dropped silently",
    fix: "Set target.dead_letter_config.arn to a queue",
    check: expectSet("target.dead_letter_config.arn"),
  },
  {
    id: "schedule-key",
    scannerIds: ["CKV_AWS_297"],
    types: ["aws_scheduler_schedule"],
    reason: "The schedule's input is stored under a key that AWS shares among its customers",
    fix: "Set kms_key_arn to the environment's key",
    check: expectSet("kms_key_arn"),
  },
];
