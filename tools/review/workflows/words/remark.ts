import { isObject } from "../../../../asl/states";
import type { Level } from "../../finding";
import type { Text } from "../../text";
import type { Change, Path } from "../change";
import type { StatePair } from "../compare";

/** What a finding says of a state. */
export interface Remark {
  readonly level: Level;
  readonly rule: string;
  readonly text: Text;
  readonly details?: readonly Text[];
}

/** Says the changes of some fields of a state. */
export type Describe = (pair: StatePair, changes: readonly Change[]) => readonly Remark[];

/** An item of a list of a state on both sides, or on one of them. */
export interface ItemPair {
  readonly before: unknown;
  readonly after: unknown;
  /** Places in the list, from 1. Undefined on a side that lacks it. */
  readonly was: number | undefined;
  readonly is: number | undefined;
  /** Whether it stands before another kept item that was ahead of it. */
  readonly isMoved: boolean;
}

/** The items of a list that changed, the present ones first, in order. */
export function itemsOf(field: string, pair: StatePair, changes: readonly Change[]): ItemPair[] {
  const before = listOf(pair.before.state[field]);
  const after = listOf(pair.after.state[field]);
  const listed = changes.find((change) => change.kind === "listed");
  const sources =
    listed?.kind === "listed"
      ? listed.items.map((item) => ("from" in item ? item.from : undefined))
      : [...after.keys()];
  const used = new Set(sources);
  const moved = movedAmong(sources);
  const changed = new Set(
    changes.flatMap((change) => (change.kind === "set" ? [change.path[pair.path.length + 1]] : [])),
  );
  const kept = sources.flatMap((source, index): ItemPair[] => {
    const isMoved = moved.has(index);
    if (source !== undefined && !isMoved && !changed.has(index)) return [];
    return [
      {
        before: source === undefined ? undefined : before[source],
        after: after[index],
        was: source === undefined ? undefined : source + 1,
        is: index + 1,
        isMoved,
      },
    ];
  });
  const gone = before.flatMap((item, index): ItemPair[] =>
    used.has(index) ? [] : [{ before: item, after: undefined, was: index + 1, is: undefined, isMoved: false }],
  );
  return [...kept, ...gone];
}

/** The steps of a change within its state, such as `["Retry", 0, "MaxAttempts"]`. */
export function within(pair: StatePair, change: Change): Path {
  return "path" in change ? change.path.slice(pair.path.length) : [];
}

export function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The places whose item overtook another one. */
function movedAmong(sources: readonly (number | undefined)[]): Set<number> {
  const moved = new Set<number>();
  let least = Number.POSITIVE_INFINITY;
  for (let index = sources.length - 1; index >= 0; index -= 1) {
    const source = sources[index];
    if (source === undefined) continue;
    if (source > least) moved.add(index);
    else least = source;
  }
  return moved;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
