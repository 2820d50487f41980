import type { JsonObject, JsonValue } from "../../../support/json";

/** What an event tells: plain fields, and payloads, which are turned into JSON text only when somebody reads them. */
export interface EventDetails {
  /** The name of the field of the API that holds them: `taskScheduledEventDetails` ... */
  readonly key: string;
  readonly fields?: Readonly<Record<string, JsonValue | undefined>>;
  readonly payloads?: Readonly<Record<string, JsonValue>>;
}

interface RecordedEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly type: string;
  readonly details: EventDetails | undefined;
}

/** The last event of one line of flow: a Map's iteration and a Parallel's branch each have a line of their own. */
export class Trail {
  /** The type of the state that the line is in; undefined between two states. */
  openType: string | undefined;

  constructor(public last: number) {}
}

/** What happened in one execution, in the order in which it happened. */
export class History {
  readonly events: RecordedEvent[] = [];

  /** Adds an event after the trail's last one, which it then is itself. Answers its id. */
  add(trail: Trail, type: string, details?: EventDetails): number {
    trail.last = this.addAfter(trail.last, type, details);
    return trail.last;
  }

  private addAfter(previousEventId: number, type: string, details: EventDetails | undefined): number {
    const id = this.events.length + 1;
    this.events.push({ id, previousEventId, timestamp: Date.now(), type, details });
    return id;
  }
}

/** An event as GetExecutionHistory answers it; without `withData`, inputs and outputs are left out. */
export function describeEvent(event: RecordedEvent, withData: boolean): JsonObject {
  const { id, previousEventId, timestamp, type, details } = event;
  const described: JsonObject = { id, previousEventId, timestamp: timestamp / 1000, type };
  if (details) described[details.key] = describeDetails(details, withData);
  return described;
}

function describeDetails({ fields = {}, payloads = {} }: EventDetails, withData: boolean): JsonObject {
  const described: JsonObject = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) described[name] = value;
  for (const [name, value] of Object.entries(payloads)) {
    if (withData || name === "parameters") described[name] = JSON.stringify(value);
    if (name !== "parameters") described[`${name}Details`] = { truncated: false };
  }
  return described;
}
