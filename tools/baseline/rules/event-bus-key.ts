import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const eventBusKey: Rule = {
  id: "event-bus-key",
  scannerIds: [],
  types: ["aws_cloudwatch_event_bus"],
  reason: "Events of orders are stored under a key that everybody of AWS shares",
  fix: "Set kms_key_identifier to the environment's key",
  check: (resource) => expectSet(resource, "kms_key_identifier"),
};
