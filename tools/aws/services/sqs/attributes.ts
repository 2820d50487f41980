import type { JsonObject } from "../../../support/json";

/** The attributes of CreateQueue by the arguments of `aws_sqs_queue` that set them. */
const names = {
  visibility_timeout_seconds: "VisibilityTimeout",
  message_retention_seconds: "MessageRetentionPeriod",
  receive_wait_time_seconds: "ReceiveMessageWaitTimeSeconds",
  delay_seconds: "DelaySeconds",
  max_message_size: "MaximumMessageSize",
  redrive_policy: "RedrivePolicy",
  redrive_allow_policy: "RedriveAllowPolicy",
  fifo_queue: "FifoQueue",
  content_based_deduplication: "ContentBasedDeduplication",
  sqs_managed_sse_enabled: "SqsManagedSseEnabled",
  kms_master_key_id: "KmsMasterKeyId",
} as const;

/** SQS takes every attribute as text. A queue that is not FIFO must omit the FIFO attribute. */
export function queueAttributes(argument: JsonObject): JsonObject {
  const given = Object.entries(names).flatMap(([from, to]) => {
    const value = argument[from];
    return value === undefined || value === null || (from === "fifo_queue" && value === false)
      ? []
      : [[to, `${value}`]];
  });
  return Object.fromEntries(given);
}
