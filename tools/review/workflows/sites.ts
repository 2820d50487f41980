import { type AslObject, isObject, statesByName } from "../../../asl/states";
import { transitionsOf } from "../../../asl/transitions";
import { say, type Text } from "../text";
import type { Scope, Site } from "./compare";

/** The path of a state, such as `Items > Charge`. */
export function label(site: Site): string {
  const around = site.scope.around;
  return around === undefined ? site.name : `${label(around)} > ${site.name}`;
}

/** What a state without a next one ends, in words. */
export function scopeWords({ around }: Scope): Text {
  if (around === undefined) return say`the execution`;
  return around.state.Type === "Map" ? say`the item of ${label(around)}` : say`the branch of ${label(around)}`;
}

/** A state of a machine by its name. */
export function siteOf(scope: Scope, name: unknown): Site | undefined {
  const { States } = scope.machine;
  if (typeof name !== "string" || !isObject(States) || !Object.hasOwn(States, name)) return undefined;
  const state = States[name];
  return isObject(state) ? { name, state, scope } : undefined;
}

/** How many states a search passes at most, so that large definitions stay quick. */
const MOST_STATES = 200;

/** The states of a machine that an execution may reach from one of them, itself included. */
export function reachableFrom(scope: Scope, name: unknown): Site[] {
  const found = new Map<unknown, Site>();
  const open = [name];
  while (open.length > 0 && found.size < MOST_STATES) {
    const next = open.pop();
    const site = found.has(next) ? undefined : siteOf(scope, next);
    if (site === undefined) continue;
    found.set(next, site);
    open.push(...transitionsOf(site.state).map(({ to }) => to));
  }
  return [...found.values()];
}

/** The names of states that an execution enters only after a failure was caught. */
export function failurePathOf({ machine }: Scope): ReadonlySet<string> {
  const states = statesByName(machine);
  const usual = closure(states, [machine.StartAt], (by) => by !== "Catch");
  const caught = Object.values(states).flatMap((state) =>
    transitionsOf(state).flatMap(({ to, by }) => (by === "Catch" ? [to] : [])),
  );
  const failed = closure(states, caught, () => true);
  return new Set([...failed].filter((name) => !usual.has(name)));
}

function closure(
  states: Readonly<Record<string, AslObject>>,
  starts: readonly unknown[],
  isTaken: (by: string) => boolean,
): Set<string> {
  const found = new Set<string>();
  const open = [...starts];
  while (open.length > 0) {
    const name = open.pop();
    if (typeof name !== "string" || found.has(name) || !Object.hasOwn(states, name)) continue;
    found.add(name);
    for (const { to, by } of transitionsOf(states[name])) if (isTaken(by)) open.push(to);
  }
  return found;
}
