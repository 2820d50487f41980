import { type JsonObject, textOf } from "../../../support/json";
import { AwsError, type LocalAws, type Principal } from "../../aws";
import type { Deployment, Resource } from "../../deployment";
import type { BusEvent } from "./bus-event";

/** The keys of the deployment's buses, which EventBridge uses in its own name. */
export class BusKey {
  private readonly buses: ReadonlyMap<string, Resource>;

  constructor(
    private readonly deployment: Deployment,
    private readonly aws: LocalAws,
  ) {
    const buses = deployment.resources("aws_cloudwatch_event_bus");
    this.buses = new Map(buses.map((bus) => [String(bus.attributes.name), bus]));
  }

  /**
   * Whether EventBridge may use the key of the event's bus, to keep the event and to match it. If not, the event goes
   * to the bus's dead-letter queue; the sender gets no error.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html
   */
  async opens(event: BusEvent): Promise<boolean> {
    const bus = this.buses.get(event.bus);
    if (!bus) return true;
    const arn = String(bus.attributes.arn);
    const principal: Principal = {
      arn: "events.amazonaws.com",
      actor: `bus ${event.bus}`,
      service: { name: "events.amazonaws.com", sourceArn: arn },
    };
    try {
      const input = { Use: "events:keep", Resource: arn };
      this.aws.authorize({ service: "kms", action: "Use", input, principal });
      return true;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      await this.bury(event, bus, error, principal);
      return false;
    }
  }

  private async bury(event: BusEvent, bus: Resource, error: AwsError, principal: Principal): Promise<void> {
    const queue = textOf(bus.attributes.dead_letter_config, "arn");
    const QueueUrl = queue && textOf(this.deployment.byArn(queue)?.attributes, "url");
    if (QueueUrl === undefined) return;
    const attribute = (value: string): JsonObject => ({ DataType: "String", StringValue: value });
    const input = {
      QueueUrl,
      MessageBody: JSON.stringify({
        id: event.id,
        source: event.source,
        "detail-type": event.detailType,
        detail: event.detail,
      }),
      MessageAttributes: { ERROR_CODE: attribute(error.code), ERROR_MESSAGE: attribute(error.message) },
    };
    await this.aws.call({ service: "sqs", action: "SendMessage", input, principal });
  }
}
