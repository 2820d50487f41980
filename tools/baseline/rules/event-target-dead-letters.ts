import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const eventTargetDeadLetters: Rule = {
  id: "event-target-dead-letters",
  scannerIds: ["Serverless-EventBusDLQ"],
  types: ["aws_cloudwatch_event_target"],
  reason: "An event that its target does not take for a day is dropped in silence",
  fix: "Set dead_letter_config.arn to a queue that lets the rule send",
  check: (resource) => expectSet(resource, "dead_letter_config.arn"),
};
