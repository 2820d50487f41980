import { expectSet } from "../expect";
import type { Rule } from "../rule";

/** Stricter than `queue-dead-letters`: it finds dead-letter queues, too. */
export const queueRedrive: Rule = {
  id: "queue-redrive",
  scannerIds: ["Serverless-SQSRedrivePolicy"],
  types: ["aws_sqs_queue"],
  reason: "A message that nobody can take comes again until it expires, and is then gone",
  fix: "Set redrive_policy to a dead-letter queue",
  check: (queue) => expectSet(queue, "redrive_policy"),
};
