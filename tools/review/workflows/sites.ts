import { reachableFrom } from "../../../asl/graph";
import { isObject, statesByName } from "../../../asl/states";
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
export function sitesFrom(scope: Scope, name: unknown): Site[] {
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
  const existing = (name: unknown) => (typeof name === "string" && Object.hasOwn(states, name) ? [name] : []);
  const waysBy = (isTaken: (by: string) => boolean) =>
    new Map(
      Object.entries(states).map(([name, state]) => [
        name,
        transitionsOf(state).flatMap(({ to, by }) => (isTaken(by) ? existing(to) : [])),
      ]),
    );
  const usual = reachableFrom(
    waysBy((by) => by !== "Catch"),
    existing(machine.StartAt),
  );
  const caught = [...waysBy((by) => by === "Catch").values()].flat();
  const failed = reachableFrom(
    waysBy(() => true),
    caught,
  );
  return new Set([...failed].filter((name) => !usual.has(name)));
}
