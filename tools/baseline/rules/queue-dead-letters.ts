import { isDeadLetterQueue } from "../model/dead-letters";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

export const queueDeadLetters: Rule = {
  id: "queue-dead-letters",
  scannerIds: ["AwsSolutions-SQS3"],
  types: ["aws_sqs_queue"],
  reason: "A message that nobody can take comes again until it expires, and is then gone",
  fix: "Set redrive_policy to a dead-letter queue",
  check: (queue, stack) =>
    isSet(queue.at("redrive_policy")) || isDeadLetterQueue(queue, stack)
      ? []
      : ["it has no redrive_policy and is no dead-letter queue"],
};
