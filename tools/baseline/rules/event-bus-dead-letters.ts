import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const eventBusDeadLetters: Rule = {
  id: "event-bus-dead-letters",
  scannerIds: [],
  types: ["aws_cloudwatch_event_bus"],
  reason: "An event that the bus cannot encrypt is dropped in silence",
  fix: "Set dead_letter_config.arn to a queue that lets the bus send",
  check: (resource) => expectSet(resource, "dead_letter_config.arn"),
};
