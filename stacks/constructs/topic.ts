import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { denyWithoutTls } from "./transport";

export interface TopicOptions {
  readonly part: string;
  readonly key: { readonly arn: string };
  /** Further statements of the topic's policy, for services that publish without a role. */
  readonly publishers?: (topicArn: string) => readonly object[];
}

/** An encrypted topic that accepts messages over TLS only. */
export class Topic extends Construct {
  readonly arn: string;
  readonly key: { readonly arn: string };

  constructor(scope: Construct, id: string, options: TopicOptions) {
    super(scope, id);
    const topic = new SnsTopic(this, "topic", {
      name: PlatformStack.of(this).physicalName(options.part),
      kmsMasterKeyId: options.key.arn,
    });
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [denyWithoutTls("sns:Publish", [topic.arn]), ...(options.publishers?.(topic.arn) ?? [])],
      }),
    });
    this.arn = topic.arn;
    this.key = options.key;
  }
}
