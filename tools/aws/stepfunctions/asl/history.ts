import type { JsonObject, JsonValue } from "../../../support/json";

/** The contents of an event: plain fields, and payloads, which become JSON text only when the event is read. */
export interface EventDetails {
  /** The API field that holds the details: `taskScheduledEventDetails` ... */
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

/** The last event of one line of flow. Each iteration of a Map and each branch of a Parallel has its own line. */
export class Trail {
  /** Type of the state that the line is in; undefined between two states. */
  openType: string | undefined;

  constructor(public last: number) {}
}

/** The events of one execution, in order. */
export class History {
  readonly events: RecordedEvent[] = [];

  /** Appends an event to the trail and returns its id. */
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
