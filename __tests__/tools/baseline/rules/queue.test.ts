import { queueRules } from "../../../../tools/baseline/rules/queue";
import { KEY, LETTERS } from "../stacks";
import { describeRules } from "./describe-rules";

const orders = "aws_sqs_queue.orders";
const letters = "aws_sqs_queue.letters";
const lambda = "aws_lambda_function.charge";

describeRules(queueRules, {
  sound: {
    [orders]: {
      kms_master_key_id: KEY,
      message_retention_seconds: 1_209_600,
      visibility_timeout_seconds: 60,
      redrive_policy: `{"deadLetterTargetArn":"${LETTERS}","maxReceiveCount":5}`,
    },
    [letters]: {
      kms_master_key_id: KEY,
      message_retention_seconds: 1_209_600,
      redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.orders.arn}","maxReceiveCount":5}',
      visibility_timeout_seconds: 60,
    },
    "aws_lambda_event_source_mapping.orders": {
      event_source_arn: "${aws_sqs_queue.orders.arn}",
      function_name: "${aws_lambda_function.charge.arn}",
    },
    [lambda]: {
      timeout: 10,
    },
  },
  refused: {
    "queue-dead-letter-retention": [{ [letters]: { message_retention_seconds: 1_209_599 } }],
    "queue-dead-letters": [{ [orders]: { redrive_policy: undefined }, [letters]: { redrive_policy: undefined } }],
    "queue-encryption": [
      { [orders]: { kms_master_key_id: undefined } },
      { [orders]: { kms_master_key_id: undefined, sqs_managed_sse_enabled: false } },
      { [orders]: { kms_master_key_id: "alias/aws/sqs" } },
    ],
    "queue-redrive": [{ [letters]: { redrive_policy: undefined } }],
    "queue-visibility": [
      { [orders]: { visibility_timeout_seconds: 59 } },
      { [orders]: { visibility_timeout_seconds: undefined } },
      { [lambda]: { timeout: "${var.timeout}" } },
    ],
  },
  accepted: {
    "queue-dead-letter-retention": [
      {},
      { [orders]: { message_retention_seconds: 60 }, [letters]: { redrive_policy: undefined } },
    ],
    "queue-dead-letters": [{}, { [letters]: { redrive_policy: undefined } }],
    "queue-encryption": [{}, { [orders]: { kms_master_key_id: undefined, sqs_managed_sse_enabled: true } }],
  },
});
