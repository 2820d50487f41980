import { isDeepStrictEqual } from "node:util";
import { type AslObject, isObject } from "../../../asl/states";
import { align, isUnmoved, LISTS } from "./align";
import type { Change, Path } from "./change";
import { renameStates, renamesBetween } from "./renames";

/** A machine on one side: the definition, a branch or an item processor. */
export interface Scope {
  readonly machine: AslObject;
  /** The Map or Parallel around it. */
  readonly around: Site | undefined;
}

/** A state on one side. */
export interface Site {
  readonly name: string;
  readonly state: AslObject;
  readonly scope: Scope;
}

/** A machine on both sides. The former one already has the present names of states. */
export interface MachinePair {
  readonly kind: "machine";
  readonly path: Path;
  readonly before: Scope;
  readonly after: Scope;
  /** What changes in it, except within states that are on both sides. */
  readonly changes: readonly Change[];
}

/** A state on both sides. */
export interface StatePair {
  readonly kind: "state";
  readonly path: Path;
  readonly before: Site;
  readonly after: Site;
  /** What changes in it, except within its inner machines. */
  readonly changes: readonly Change[];
}

export type Pair = MachinePair | StatePair;

/**
 * What differs between two normalised definitions, outer parts first. The changes of all pairs, in order, lead from
 * the first definition to the second one. Takes any JSON, valid or not.
 */
export function compare(before: AslObject, after: AslObject): Pair[] {
  const pairs: Pair[] = [];
  compareMachines([], { machine: before, around: undefined }, { machine: after, around: undefined }, pairs);
  return pairs;
}

function compareMachines(path: Path, given: Scope, after: Scope, pairs: Pair[]): void {
  if (isDeepStrictEqual(given.machine, after.machine)) return;
  const names = renamesBetween(given.machine, after.machine);
  const before = { ...given, machine: renameStates(given.machine, names) };
  const [old, now] = [before.machine.States, after.machine.States];
  const areStates = isObject(old) && isObject(now);
  const changes: Change[] = [
    ...[...names].map(([from, to]): Change => ({ kind: "renamed", machine: path, from, to })),
    ...(areStates ? statesGoneAndCome(path, old, now) : []),
    ...fieldsOf(before.machine, after.machine)
      .filter((field) => !(areStates && field === "States"))
      .flatMap((field) => valueChanges([...path, field], own(before.machine, field), own(after.machine, field))),
  ];
  pairs.push({ kind: "machine", path, before, after, changes });
  if (!areStates) return;
  for (const [name, state] of Object.entries(now)) {
    const former = own(old, name);
    if (former === undefined || isDeepStrictEqual(former, state)) continue;
    const place = [...path, "States", name];
    if (isObject(former) && isObject(state)) {
      compareStates(place, { name, state: former, scope: before }, { name, state, scope: after }, pairs);
    } else changes.push({ kind: "set", path: place, before: former, after: state });
  }
}

function statesGoneAndCome(machine: Path, old: AslObject, now: AslObject): Change[] {
  const missingIn = (other: AslObject) => (name: string) => !Object.hasOwn(other, name);
  return [
    ...Object.keys(old)
      .filter(missingIn(now))
      .map((name): Change => ({ kind: "removed", machine, name, state: old[name] })),
    ...Object.keys(now)
      .filter(missingIn(old))
      .map((name): Change => ({ kind: "added", machine, name, state: now[name] })),
  ];
}

function compareStates(path: Path, before: Site, after: Site, pairs: Pair[]): void {
  const changes: Change[] = [];
  pairs.push({ kind: "state", path, before, after, changes });
  for (const field of fieldsOf(before.state, after.state)) {
    const place = [...path, field];
    const [old, now] = [own(before.state, field), own(after.state, field)];
    const samenesses = Object.hasOwn(LISTS, field) ? LISTS[field] : undefined;
    if (samenesses !== undefined && isListOrAbsent(old) && isListOrAbsent(now)) {
      const [former, present] = [old ?? [], now ?? []];
      const items = align(former, present, samenesses);
      if (!isUnmoved(items, former)) changes.push({ kind: "listed", path: place, before: former, items });
      items.forEach((item, index) => {
        if (!("from" in item)) return;
        const [one, other] = [former[item.from], present[index]];
        if (field === "Branches" && isObject(one) && isObject(other)) {
          const inBefore = { machine: one, around: before };
          compareMachines([...place, index], inBefore, { machine: other, around: after }, pairs);
        } else changes.push(...valueChanges([...place, index], one, other));
      });
    } else if (field === "ItemProcessor" && isObject(old) && isObject(now)) {
      compareMachines(place, { machine: old, around: before }, { machine: now, around: after }, pairs);
    } else changes.push(...valueChanges(place, old, now));
  }
}

function valueChanges(path: Path, before: unknown, after: unknown): Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    return fieldsOf(before, after).flatMap((name) =>
      valueChanges([...path, name], own(before, name), own(after, name)),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((each: unknown, index) => valueChanges([...path, index], each, after[index]));
  }
  return [{ kind: "set", path, before, after }];
}

function fieldsOf(before: AslObject, after: AslObject): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function own(object: AslObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isListOrAbsent(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}
