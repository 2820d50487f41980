import { isObject } from "./states";

export interface FoundText {
  readonly text: string;
  /** The innermost state that contains it, if any. */
  readonly state?: string;
}

/** Every text in a definition, except keys. */
export function* textsOf(value: unknown, state?: string): Generator<FoundText> {
  if (typeof value === "string") yield state === undefined ? { text: value } : { text: value, state };
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === "States" && isObject(child)) {
      for (const [name, body] of Object.entries(child)) yield* textsOf(body, name);
    } else {
      yield* textsOf(child, state);
    }
  }
}
