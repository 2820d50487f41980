import { randomUUID } from "node:crypto";
import { isObject, type JsonObject, type JsonValue } from "../../support/json";
import { AwsError, type AwsService, type LocalAws, notServed } from "../aws";
import type { Deployment } from "../deployment";
import { BoundedLog } from "./bounded-log";
import type { BusEvent } from "./events/bus-event";
import { BusKey } from "./events/bus-key";

/** An event from an AWS service, which arrives on the default bus. */
export type ServiceEvent = Pick<BusEvent, "source" | "detailType" | "detail" | "resources">;

const maxEntries = 10;

/** EventBridge with the buses of the deployment: accepts events, keeps the newest and passes each to its listeners. */
export class Events implements AwsService {
  readonly service = "events";
  readonly log = new BoundedLog<BusEvent>(10_000);
  private readonly listeners: ((event: BusEvent) => void)[] = [];

  private readonly keys: BusKey;

  constructor(
    private readonly deployment: Deployment,
    aws: LocalAws,
  ) {
    this.keys = new BusKey(deployment, aws);
  }

  /** Adds a listener, such as the targets of rules. */
  onEvent(listener: (event: BusEvent) => void): void {
    this.listeners.push(listener);
  }

  /** Accepts an event from an AWS service, such as S3. */
  emit(event: ServiceEvent): void {
    this.take({ ...event, id: randomUUID(), bus: "default", time: new Date().toISOString() });
  }

  async call(action: string, input: JsonObject): Promise<JsonObject> {
    if (action !== "PutEvents") throw notServed(this.service, action);
    const entries = input.Entries;
    if (!Array.isArray(entries) || entries.length < 1 || entries.length > maxEntries) {
      throw new AwsError("ValidationException", `Entries must be a list of 1 to ${maxEntries} events.`);
    }
    const answers = await Promise.all(entries.map((entry) => this.put(entry)));
    return { Entries: answers, FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode !== undefined).length };
  }

  private async put(entry: JsonValue): Promise<JsonObject> {
    const { Source: source, DetailType: detailType, Detail: detail, EventBusName: bus, Time: time } = fields(entry);
    if (typeof source !== "string" || typeof detailType !== "string" || typeof detail !== "string") {
      return { ErrorCode: "InvalidArgument", ErrorMessage: "Source, DetailType and Detail must be texts." };
    }
    const parsed = parseObject(detail);
    if (!parsed) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    const event: BusEvent = {
      id: randomUUID(),
      bus: this.busName(bus ?? "default"),
      source,
      detailType,
      detail: parsed,
      time: typeof time === "number" ? new Date(time * 1000).toISOString() : new Date().toISOString(),
    };
    if (await this.keys.opens(event)) this.take(event);
    return { EventId: event.id };
  }

  private take(event: BusEvent): void {
    this.log.add(event);
    for (const listen of this.listeners) listen(event);
  }

  /** The bus's name, which an entry may give as an ARN. Throws if the deployment has no such bus. */
  private busName(given: JsonValue): string {
    const buses = this.deployment.resources("aws_cloudwatch_event_bus");
    const bus = buses.find(({ attributes: { arn, name } }) => given === arn || given === name);
    if (bus) return String(bus.attributes.name);
    if (given === "default") return given;
    throw new AwsError("ResourceNotFoundException", `Event bus ${given} does not exist.`);
  }
}

function fields(entry: JsonValue): JsonObject {
  return isObject(entry) ? entry : {};
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
