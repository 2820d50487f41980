import { expectValue } from "../expect";
import { isDeadLetterQueue } from "../model/dead-letters";
import type { Rule } from "../rule";

/** The longest that SQS keeps a message. Source:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const LONGEST_SECONDS = 1_209_600;

export const queueDeadLetterRetention: Rule = {
  id: "queue-dead-letter-retention",
  scannerIds: [],
  types: ["aws_sqs_queue"],
  reason: "A dead letter is gone before a person has come back to read it",
  fix: `Set message_retention_seconds to ${LONGEST_SECONDS}`,
  check: (queue, stack) =>
    isDeadLetterQueue(queue, stack) ? expectValue(queue, "message_retention_seconds", LONGEST_SECONDS) : [],
};
