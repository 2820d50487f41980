import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { QUEUE_SECONDS } from "../../environments/order-life";
import { PlatformStack } from "../platform-stack";
import { denyWithoutTls } from "./transport";

export interface QueueOptions {
  readonly part: string;
  readonly key: { readonly arn: string };
  readonly visibilityTimeoutSeconds?: number;
  /** Where a message goes after it was received `afterReceives` times without being deleted. */
  readonly deadLetters?: { readonly queueArn: string; readonly afterReceives: number };
  /** Further statements of the queue's policy, for services that send without a role. */
  readonly senders?: (queueArn: string) => readonly object[];
}

/** An encrypted queue that accepts calls over TLS only. */
export class Queue extends Construct {
  readonly arn: string;
  readonly url: string;
  readonly name: string;
  readonly key: { readonly arn: string };

  constructor(scope: Construct, id: string, options: QueueOptions) {
    super(scope, id);
    const { deadLetters, visibilityTimeoutSeconds } = options;
    const queue = new SqsQueue(this, "queue", {
      name: PlatformStack.of(this).physicalName(options.part),
      kmsMasterKeyId: options.key.arn,
      messageRetentionSeconds: QUEUE_SECONDS,
      ...(visibilityTimeoutSeconds === undefined ? {} : { visibilityTimeoutSeconds }),
      ...(deadLetters === undefined
        ? {}
        : {
            redrivePolicy: JSON.stringify({
              deadLetterTargetArn: deadLetters.queueArn,
              maxReceiveCount: deadLetters.afterReceives,
            }),
          }),
    });
    new SqsQueuePolicy(this, "policy", {
      queueUrl: queue.url,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [denyWithoutTls("sqs:*", [queue.arn]), ...(options.senders?.(queue.arn) ?? [])],
      }),
    });
    this.arn = queue.arn;
    this.key = options.key;
    this.url = queue.url;
    this.name = queue.name;
  }
}
