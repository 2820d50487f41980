import type { JsonObject } from "../../../support/json";

/** An event as a rule's pattern and its targets see it. */
export interface BusEvent {
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly time: string;
  /** ARNs of what the event is about. */
  readonly resources?: readonly string[];
}
