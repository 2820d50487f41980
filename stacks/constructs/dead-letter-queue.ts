import { Construct } from "constructs";
import { Alarm, type Metric } from "./alarm";
import { Queue, type QueueOptions } from "./queue";

export interface DeadLetterQueueOptions extends Pick<QueueOptions, "part" | "key" | "senders"> {
  /** How letters arrive: sent by the part that failed, or moved by SQS from the queue that this one serves. */
  readonly letters: "sent" | "moved";
  readonly alarmTopicArn: string;
}

/**
 * Keeps work that failed for good, with its error. One alarm fires while letters wait. Others fire again for each minute
 * in which more arrive, because an alarm whose metric stays above its threshold notifies only once.
 */
export class DeadLetterQueue extends Construct {
  readonly arn: string;
  readonly url: string;
  readonly key: { readonly arn: string };

  constructor(scope: Construct, id: string, { alarmTopicArn: topicArn, letters, ...options }: DeadLetterQueueOptions) {
    super(scope, id);
    const { part } = options;
    const queue = new Queue(this, "letters", options);
    const metricOf = (metric: string, statistic: Metric["statistic"]): Metric => ({
      namespace: "AWS/SQS",
      metric,
      dimensions: { QueueName: queue.name },
      statistic,
    });
    const waiting = metricOf("ApproximateNumberOfMessagesVisible", "Maximum");
    new Alarm(this, "not-empty", {
      part: `${part}-not-empty`,
      description: `Messages wait on the dead-letter queue ${queue.name}: some work failed for good.`,
      ...waiting,
      above: 0,
      topicArn,
    });
    new Alarm(this, "grew", {
      part: `${part}-grew`,
      description: `More messages wait on the dead-letter queue ${queue.name} than a minute ago.`,
      expression: "DIFF(waiting)",
      metrics: { waiting },
      above: 0,
      topicArn,
    });
    // This metric does not count messages that SQS moves after failed processing. Source: docs/aws-facts.md.
    if (letters === "sent") {
      new Alarm(this, "received", {
        part: `${part}-received`,
        description: `A message was sent to the dead-letter queue ${queue.name}.`,
        ...metricOf("NumberOfMessagesSent", "Sum"),
        above: 0,
        topicArn,
      });
    }
    this.arn = queue.arn;
    this.url = queue.url;
    this.key = options.key;
  }
}
