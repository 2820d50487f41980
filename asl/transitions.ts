import { type AslObject, isObject, objectsOf } from "./states";

/** A way out of a state. */
export interface Transition {
  /** What is written as the name of the next state; a text in a valid definition. */
  readonly to: unknown;
  readonly by: "Next" | "Choice" | "Default" | "Catch";
  /** The state, or the rule or catcher in it, that names the next one. */
  readonly of: AslObject;
}

/** The ways out of a state as they are written: those of a Choice and of a Catch in the order in which AWS tries them. */
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
