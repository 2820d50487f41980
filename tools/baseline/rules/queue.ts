import { expectOwnKey, expectSet, expectValue, expectWhen } from "../expect";
import { isDeadLetterQueue } from "../model/dead-letters";
import { isSet } from "../model/values";
import type { Rule } from "../rule";

/** The longest time that SQS keeps a message. Source:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const LONGEST_SECONDS = 1_209_600;

/** AWS asks for a visibility timeout of this many times the function's timeout. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const FACTOR = 6;

/** Defaults in seconds: how long a received message is hidden, and how long a function may run. */
const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;

export const queueRules: readonly Rule[] = [
  {
    id: "queue-dead-letter-retention",
    scannerIds: [],
    types: ["aws_sqs_queue"],
    reason: "A dead letter expires before anyone has read it",
    fix: `Set message_retention_seconds to ${LONGEST_SECONDS}`,
    check: expectWhen(isDeadLetterQueue, expectValue("message_retention_seconds", LONGEST_SECONDS)),
  },
  {
    id: "queue-dead-letters",
    scannerIds: ["AwsSolutions-SQS3"],
    types: ["aws_sqs_queue"],
    reason: "A message that no consumer can process is redelivered until it expires, and is then lost",
    fix: "Set redrive_policy to a dead-letter queue",
    check: (queue, stack) =>
      isSet(queue.at("redrive_policy")) || isDeadLetterQueue(queue, stack)
        ? []
        : ["it has no redrive_policy and is not a dead-letter queue"],
  },
  {
    id: "queue-encryption",
    scannerIds: ["CKV_AWS_27", "AWS-0096", "AwsSolutions-SQS2", "CKV2_AWS_73", "AWS-0135"],
    types: ["aws_sqs_queue"],
    reason: "Dead letters hold order data, and anyone who may read the queue may use the default key of AWS",
    fix: "Set kms_master_key_id to the environment's key",
    check: expectWhen(
      (queue) => isSet(queue.at("kms_master_key_id")) || queue.at("sqs_managed_sse_enabled") !== true,
      expectOwnKey("kms_master_key_id"),
    ),
  },
  /** Stricter than `queue-dead-letters`: it also finds dead-letter queues. */
  {
    id: "queue-redrive",
    scannerIds: ["Serverless-SQSRedrivePolicy"],
    types: ["aws_sqs_queue"],
    reason: "A message that no consumer can process is redelivered until it expires, and is then lost",
    fix: "Set redrive_policy to a dead-letter queue",
    check: expectSet("redrive_policy"),
  },
  {
    id: "queue-visibility",
    scannerIds: ["LambdaEventSourceSQSVisibilityTimeout"],
    types: ["aws_sqs_queue"],
    reason: "A message is redelivered while the function still processes it",
    fix: `Set visibility_timeout_seconds to ${FACTOR} times the function's timeout`,
    check(queue, stack) {
      const hidden = Number(queue.at("visibility_timeout_seconds") ?? DEFAULT_VISIBILITY);
      const readers = stack
        .partsOf(queue, "aws_lambda_event_source_mapping", "event_source_arn", "arn")
        .flatMap((mapping) => mapping.references("function_name"));
      return stack
        .ofType("aws_lambda_function")
        .filter(({ address }) => readers.includes(address))
        .map((reader) => FACTOR * Number(reader.at("timeout") ?? DEFAULT_TIMEOUT))
        .filter((least) => !(hidden >= least))
        .map((least) => `visibility_timeout_seconds is ${hidden}, expected ${least} or more`);
    },
  },
];
