import { isObject, objectsOf } from "./states";

/** What a state may lead to, as it is written: by Next, Default, a Choice or a Catch. */
export function transitionsOf(state: unknown): unknown[] {
  if (!isObject(state)) return [];
  const { Next, Default, Choices, Catch } = state;
  const ways = [...objectsOf(Choices), ...objectsOf(Catch)].map((way) => way.Next);
  return [Next, Default, ...ways].filter((target) => target !== undefined);
}
