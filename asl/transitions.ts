import { type AslObject, isObject, objectsOf } from "./states";

/** A transition out of a state. */
export interface Transition {
  /** The name of the next state, as written. A text in a valid definition. */
  readonly to: unknown;
  readonly by: "Next" | "Choice" | "Default" | "Catch";
  /** The state, or the rule or catcher in it, that names the next one. */
  readonly of: AslObject;
}

/** The transitions out of a state. Those of a Choice and a Catch are in the order in which AWS tries them. */
export function transitionsOf(state: unknown): Transition[] {
  if (!isObject(state)) return [];
  const ways = (by: Transition["by"], of: readonly AslObject[]) => of.map((each) => ({ to: each.Next, by, of: each }));
  const all: Transition[] = [
    { to: state.Next, by: "Next", of: state },
    ...ways("Choice", objectsOf(state.Choices)),
    { to: state.Default, by: "Default", of: state },
    ...ways("Catch", objectsOf(state.Catch)),
  ];
  return all.filter(({ to }) => to !== undefined);
}
