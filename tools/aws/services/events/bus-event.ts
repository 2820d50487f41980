import type { JsonObject } from "../../../support/json";

/** An event as rules' patterns and targets see it. */
export interface BusEvent {
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly time: string;
  /** ARNs of the resources that the event concerns. */
  readonly resources?: readonly string[];
}
