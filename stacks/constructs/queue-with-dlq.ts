import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import { Construct } from "constructs";
import { Alarm } from "./alarm";
import { DeadLetterQueue } from "./dead-letter-queue";
import { Queue } from "./queue";

export interface QueueWithDlqOptions {
  readonly part: string;
  readonly key: { readonly arn: string };
  readonly visibilityTimeoutSeconds: number;
  /** How often a message is received before it goes to the dead-letter queue. */
  readonly receives: number;
  /** The alarm fires when a message is older than this many seconds: its consumer has stopped. */
  readonly oldestMessageSeconds: number;
  readonly alarmTopicArn: string;
}

/** A queue with its own dead-letter queue for messages that cannot be processed. They can be moved back. */
export class QueueWithDlq extends Construct {
  readonly arn: string;
  readonly url: string;
  readonly name: string;
  readonly key: { readonly arn: string };

  constructor(scope: Construct, id: string, options: QueueWithDlqOptions) {
    super(scope, id);
    const { part, key, alarmTopicArn } = options;
    const dlq = new DeadLetterQueue(this, "dlq", { part: `${part}-dlq`, key, letters: "moved", alarmTopicArn });
    const queue = new Queue(this, "queue", {
      part,
      key,
      visibilityTimeoutSeconds: options.visibilityTimeoutSeconds,
      deadLetters: { queueArn: dlq.arn, afterReceives: options.receives },
    });
    new SqsQueueRedriveAllowPolicy(this, "redrive", {
      queueUrl: dlq.url,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
    });
    new Alarm(this, "stands-still", {
      part: `${part}-stands-still`,
      description: `The oldest message on ${queue.name} waits longer than ${options.oldestMessageSeconds} s.`,
      namespace: "AWS/SQS",
      metric: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queue.name },
      statistic: "Maximum",
      above: options.oldestMessageSeconds,
      topicArn: alarmTopicArn,
    });
    this.arn = queue.arn;
    this.url = queue.url;
    this.name = queue.name;
    this.key = key;
  }
}
