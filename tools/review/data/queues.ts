import { isEmpty } from "../attributes/difference";
import { amount, anyChange, flag, presence, when } from "../attributes/judges";
import { attention, dangerous, type Row, safe } from "../attributes/row";

const GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";
const API = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference";
const DEAD_LETTERS = `${GUIDE}/sqs-dead-letter-queues.html`;

export const queueRows: readonly Row[] = [
  {
    rule: "queue-retention",
    at: ["aws_sqs_queue.message_retention_seconds"],
    judge: amount({
      unit: "seconds",
      absent: 345_600,
      lowered: dangerous("SQS deletes messages that wait longer, those on the queue now included"),
      raised: safe("messages wait longer before SQS deletes them"),
    }),
    source: `${API}/API_SetQueueAttributes.html`,
  },
  {
    rule: "queue-visibility",
    at: ["aws_sqs_queue.visibility_timeout_seconds"],
    judge: amount({
      unit: "seconds",
      absent: 30,
      lowered: attention("a message whose handling takes longer is received a second time while the first still runs"),
      raised: attention("a message whose handling failed waits longer for its next try"),
    }),
    source: `${GUIDE}/sqs-visibility-timeout.html`,
  },
  {
    rule: "queue-redrive",
    at: ["aws_sqs_queue.redrive_policy", "aws_sqs_queue_redrive_policy.redrive_policy"],
    judge: presence({
      removed: dangerous(
        "a message that always fails has no dead-letter queue any more: it is received again and again, and deleted when its retention ends",
      ),
      added: safe("a message that always fails goes to a dead-letter queue"),
    }),
    source: DEAD_LETTERS,
  },
  {
    rule: "queue-dead-letter-target",
    at: [
      "aws_sqs_queue.redrive_policy.deadLetterTargetArn",
      "aws_sqs_queue_redrive_policy.redrive_policy.deadLetterTargetArn",
    ],
    judge: presence({
      removed: dangerous("a message that always fails has no dead-letter queue any more"),
      changed: attention("dead letters go to another queue: its alarms and its runbook must be in place"),
    }),
    source: DEAD_LETTERS,
  },
  {
    rule: "queue-max-receive-count",
    at: ["aws_sqs_queue.redrive_policy.maxReceiveCount", "aws_sqs_queue_redrive_policy.redrive_policy.maxReceiveCount"],
    judge: amount({
      lowered: attention(
        "a message goes to the dead-letter queue after fewer tries, so a short outage may send good ones there",
      ),
      raised: attention("a message that always fails is tried more often before it goes to the dead-letter queue"),
    }),
    source: DEAD_LETTERS,
  },
  {
    rule: "queue-redrive-allow",
    at: ["aws_sqs_queue.redrive_allow_policy", "aws_sqs_queue_redrive_allow_policy.redrive_allow_policy"],
    judge: anyChange(attention("other queues may use this one as their dead-letter queue than before")),
    source: DEAD_LETTERS,
  },
  {
    rule: "queue-delay",
    at: ["aws_sqs_queue.delay_seconds"],
    judge: amount({
      unit: "seconds",
      absent: 0,
      raised: attention("each message waits longer before it can be received"),
      lowered: attention("messages can be received sooner"),
    }),
    source: `${GUIDE}/sqs-delay-queues.html`,
  },
  {
    rule: "queue-message-size",
    at: ["aws_sqs_queue.max_message_size"],
    judge: amount({
      unit: "bytes",
      lowered: dangerous("SQS refuses larger messages, so their senders fail"),
      raised: safe("larger messages pass"),
    }),
    source: `${API}/API_SetQueueAttributes.html`,
  },
  {
    rule: "queue-wait",
    at: ["aws_sqs_queue.receive_wait_time_seconds"],
    judge: amount({
      unit: "seconds",
      absent: 0,
      raised: safe("receivers make fewer empty calls"),
      lowered: safe("receivers make more empty calls"),
    }),
    source: `${GUIDE}/sqs-short-and-long-polling.html`,
  },
  {
    rule: "queue-key",
    at: ["aws_sqs_queue.kms_master_key_id"],
    judge: presence({
      removed: dangerous("messages are no longer encrypted with your KMS key"),
      changed: attention(
        "senders and receivers need rights to the new KMS key; messages on the queue keep the old one",
      ),
      added: attention("senders and receivers need rights to the KMS key, other AWS services included"),
    }),
    source: `${GUIDE}/sqs-server-side-encryption.html`,
  },
  {
    rule: "queue-encryption",
    at: ["aws_sqs_queue.sqs_managed_sse_enabled"],
    judge: when(
      ({ after }) => isEmpty(after?.kms_master_key_id),
      flag({
        absent: true,
        off: dangerous("new messages are stored without encryption"),
        on: safe("messages are encrypted with a key of SQS"),
      }),
    ),
    source: `${GUIDE}/sqs-server-side-encryption.html`,
  },
  {
    rule: "queue-deduplication",
    at: ["aws_sqs_queue.content_based_deduplication"],
    judge: flag({
      off: attention("SQS refuses messages without a deduplication id, and takes equal ones twice"),
      on: attention("equal messages within five minutes are taken once"),
    }),
    source: `${GUIDE}/FIFO-queues-exactly-once-processing.html`,
  },
];
