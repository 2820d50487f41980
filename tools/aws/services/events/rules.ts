import { type JsonObject, textOf } from "../../../support/json";
import type { LocalAws } from "../../aws";
import type { Deployment, Resource } from "../../deployment";
import type { Pace } from "../../pace";
import type { Events } from "../events";
import type { BusEvent } from "./bus-event";
import { type Delivery, ExecutionTarget, type TargetSource } from "./execution-target";
import { compileTargetInput, type TargetInput } from "./input-transformer";
import { compilePattern, type EventPattern } from "./pattern";

export interface RulesOptions {
  readonly deployment: Deployment;
  readonly aws: LocalAws;
  readonly events: Events;
  readonly pace: Pace;
  /** Receives the failed deliveries. */
  readonly onError: (message: string) => void;
}

interface Rule {
  readonly bus: string;
  readonly matches: EventPattern;
  readonly targets: readonly { readonly target: ExecutionTarget; readonly inputOf: TargetInput }[];
}

/** The rules of the deployment's buses. Each matching event starts an execution of every target. */
export class Rules {
  private readonly rules: readonly Rule[];
  private readonly ended = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private readonly listeners: ((event: BusEvent, delivery: Delivery) => void)[] = [];

  /** Throws for the first rule that cannot be served as on AWS. */
  constructor(private readonly options: RulesOptions) {
    const rules = options.deployment.resources("aws_cloudwatch_event_rule");
    this.rules = rules.filter(isEnabled).map((rule) => this.compile(rule));
    options.events.onEvent((event) => this.dispatch(event));
  }

  /** The number of events in delivery. */
  get pending(): number {
    return this.underWay.size;
  }

  onDelivery(listener: (event: BusEvent, delivery: Delivery) => void): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    this.ended.abort();
    await Promise.all(this.underWay);
  }

  private compile(rule: Resource): Rule {
    const { name = null, event_bus_name: bus = "default" } = rule.attributes;
    const pattern = textOf(rule.attributes, "event_pattern");
    if (pattern === undefined) throw new Error(`${placeOf(rule)}: the local run has no rules without event_pattern.`);
    const targets = this.options.deployment
      .resources("aws_cloudwatch_event_target")
      .filter(({ attributes }) => attributes.rule === name && (attributes.event_bus_name ?? "default") === bus);
    return {
      bus: String(bus),
      matches: explained(rule, () => compilePattern(pattern)),
      targets: targets.map((target) => this.compileTarget(target, rule)),
    };
  }

  private compileTarget(resource: Resource, rule: Resource): Rule["targets"][number] {
    const { deployment, aws, pace, onError } = this.options;
    const options = { deployment, aws, pace, source: sourceOf(rule), onError, signal: this.ended.signal };
    return {
      target: new ExecutionTarget(resource, resource.attributes, options),
      inputOf: explained(resource, () => compileTargetInput(resource.attributes)),
    };
  }

  private dispatch(event: BusEvent): void {
    const whole = envelope(event, this.options.deployment);
    for (const { bus, matches, targets } of this.rules) {
      if (bus !== event.bus || !matches(whole)) continue;
      for (const { target, inputOf } of targets) this.deliver(event, whole, target, inputOf);
    }
  }

  private deliver(event: BusEvent, whole: JsonObject, target: ExecutionTarget, inputOf: TargetInput): void {
    const delivery = target.deliver(inputOf(whole), JSON.stringify(whole)).then((came) => {
      for (const listen of this.listeners) listen(event, came);
    });
    this.underWay.add(delivery);
    void delivery.finally(() => this.underWay.delete(delivery));
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html: EventBridge itself sends dead letters. */
function sourceOf({ attributes: { name, arn } }: Resource): TargetSource {
  return {
    actor: `rule ${name}`,
    service: { name: "events.amazonaws.com", sourceArn: String(arn) },
    sendsAs: "service",
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
function envelope(event: BusEvent, { accountId, region }: Deployment): JsonObject {
  return {
    version: "0",
    id: event.id,
    "detail-type": event.detailType,
    source: event.source,
    account: accountId,
    time: `${event.time.slice(0, 19)}Z`,
    region,
    resources: [...(event.resources ?? [])],
    detail: event.detail,
  };
}

function isEnabled({ attributes }: Resource): boolean {
  return attributes.state !== "DISABLED" && attributes.is_enabled !== false;
}

function explained<T>(resource: Resource, compile: () => T): T {
  try {
    return compile();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${placeOf(resource)}: ${reason}.`, { cause });
  }
}

function placeOf({ stack, address }: Resource): string {
  return `${stack}, ${address}`;
}
