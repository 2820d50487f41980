import { isObject, type JsonObject } from "../../support/json";
import { elementText } from "../../support/xml";
import { AwsError, type AwsService, notServed } from "../aws";
import type { Deployment } from "../deployment";
import { BoundedLog } from "./bounded-log";
import type { Fauxqs } from "./fauxqs";
import { formOf } from "./sns/form";

export interface Notice {
  readonly topicArn: string;
  readonly message: string;
  readonly at: string;
}

/**
 * SNS with the topics and subscriptions of the deployment, stored by fauxqs. This class serves Publish from within this
 * process. HTTP clients reach all of fauxqs directly.
 */
export class Sns implements AwsService {
  readonly service = "sns";
  /** The messages published from within this process, for the checks. */
  readonly notices = new BoundedLog<Notice>(10_000);
  private readonly listeners: ((notice: Notice) => void)[] = [];

  private constructor(private readonly fauxqs: Fauxqs) {}

  static async start(deployment: Deployment, fauxqs: Fauxqs): Promise<Sns> {
    const sns = new Sns(fauxqs);
    for (const { attributes } of deployment.resources("aws_sns_topic")) {
      await sns.send("CreateTopic", { Name: attributes.name ?? null });
    }
    for (const { attributes } of deployment.resources("aws_sns_topic_subscription")) {
      const { topic_arn, protocol, endpoint, filter_policy, filter_policy_scope, raw_message_delivery } = attributes;
      await sns.send("Subscribe", {
        TopicArn: topic_arn ?? null,
        Protocol: protocol ?? null,
        Endpoint: endpoint ?? null,
        Attributes: {
          ...(filter_policy ? { FilterPolicy: filter_policy } : {}),
          ...(filter_policy_scope ? { FilterPolicyScope: filter_policy_scope } : {}),
          ...(raw_message_delivery ? { RawMessageDelivery: "true" } : {}),
        },
      });
    }
    return sns;
  }

  async call(action: string, input: JsonObject): Promise<JsonObject> {
    if (action !== "Publish") throw notServed("sns", action);
    if (!isObject(input.MessageAttributes ?? {})) {
      throw new AwsError("InvalidParameter", "MessageAttributes must be an object of attributes by name.");
    }
    const answer = await this.send(action, input);
    const at = new Date().toISOString();
    const notice: Notice = { topicArn: String(input.TopicArn), message: String(input.Message), at };
    this.notices.add(notice);
    for (const listen of this.listeners) listen(notice);
    return { MessageId: elementText(answer, "MessageId") ?? "" };
  }

  /** Calls a listener for every message published from within this process. */
  onNotice(listener: (notice: Notice) => void): void {
    this.listeners.push(listener);
  }

  private async send(action: string, input: JsonObject): Promise<string> {
    const { status, body } = await this.fauxqs.send({
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: formOf(action, input),
    });
    if (status < 300) return body;
    throw new AwsError(elementText(body, "Code") ?? "InternalError", elementText(body, "Message") ?? body, status);
  }
}
