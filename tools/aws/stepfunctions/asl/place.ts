import type { JsonValue } from "../../../support/json";
import type { Progress, State } from "./state";

/** Where a line of flow is: what a redrive continues from. */
export class Place {
  /** The state that the line is in, or comes to next; undefined before the first and after the last. */
  position: Position | undefined;
  /** What the line gave in the end. */
  ended: { readonly output: JsonValue } | undefined;
}

export interface Position {
  readonly state: State;
  readonly input: JsonValue;
  entry?: Entry;
}

/** That a state was entered and not yet left. */
export interface Entry {
  /** The id of the event of the entry. */
  readonly id: number;
  readonly at: string;
  readonly progress: Progress;
}
