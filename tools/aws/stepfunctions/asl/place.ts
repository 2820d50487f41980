import type { JsonValue } from "../../../support/json";
import type { Progress, State } from "./state";

/** The place of a line of flow, from which a redrive continues. */
export class Place {
  /** The current or next state of the line; undefined before the first and after the last. */
  position: Position | undefined;
  /** The final output of the line. */
  ended: { readonly output: JsonValue } | undefined;
}

export interface Position {
  readonly state: State;
  readonly input: JsonValue;
  entry?: Entry;
}

/** A state that was entered and not yet left. */
export interface Entry {
  /** Id of the event that records the entry. */
  readonly id: number;
  readonly at: string;
  readonly progress: Progress;
}
