import { Construct } from "constructs";
import { Alarm } from "./alarm";
import { Queue, type QueueOptions } from "./queue";

export interface DeadLetterQueueOptions extends Pick<QueueOptions, "part" | "key" | "senders"> {
  readonly alarmTopicArn: string;
}

/** Where what cannot be done ends with its error: a first message there alarms, because a person must look. */
export class DeadLetterQueue extends Construct {
  readonly arn: string;
  readonly url: string;
  readonly key: { readonly arn: string };

  constructor(scope: Construct, id: string, { alarmTopicArn, ...options }: DeadLetterQueueOptions) {
    super(scope, id);
    const queue = new Queue(this, "letters", options);
    new Alarm(this, "not-empty", {
      part: `${options.part}-not-empty`,
      description: `Messages wait on the dead-letter queue ${queue.name}: something could not be done.`,
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue.name },
      statistic: "Maximum",
      above: 0,
      topicArn: alarmTopicArn,
    });
    this.arn = queue.arn;
    this.url = queue.url;
    this.key = options.key;
  }
}
