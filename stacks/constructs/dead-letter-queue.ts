import { Construct } from "constructs";
import { Alarm, type Metric } from "./alarm";
import { Queue, type QueueOptions } from "./queue";

export interface DeadLetterQueueOptions extends Pick<QueueOptions, "part" | "key" | "senders"> {
  /** How letters come: sent by what failed, or moved by SQS from the queue whose redrive policy names this one. */
  readonly letters: "sent" | "moved";
  readonly alarmTopicArn: string;
}

/**
 * Where what cannot be done ends with its error. It alarms while letters wait there, and once more for each minute in
 * which further ones arrive, because an alarm whose metric stays above its threshold notifies nobody a second time.
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
      description: `Messages wait on the dead-letter queue ${queue.name}: something could not be done.`,
      ...waiting,
      above: 0,
      topicArn,
    });
    new Alarm(this, "grew", {
      part: `${part}-grew`,
      description: `More messages wait on the dead-letter queue ${queue.name} than a minute before.`,
      expression: "DIFF(waiting)",
      metrics: { waiting },
      above: 0,
      topicArn,
    });
    // This metric does not count what SQS moves after failed processing: docs/aws-facts.md has the source.
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
