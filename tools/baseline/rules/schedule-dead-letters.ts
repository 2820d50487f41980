import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const scheduleDeadLetters: Rule = {
  id: "schedule-dead-letters",
  scannerIds: [],
  types: ["aws_scheduler_schedule"],
  reason: "A start that failed for good is dropped in silence",
  fix: "Set target.dead_letter_config.arn to a queue",
  check: (resource) => expectSet(resource, "target.dead_letter_config.arn"),
};
