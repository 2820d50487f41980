import { isDeepStrictEqual } from "node:util";
import { type AslObject, isObject } from "../../../asl/states";
import type { Change, ListChange } from "../workflows/change";
import { conditionOf } from "../workflows/words/conditions";

/** What happens to a part of a definition. */
export type Mark = "same" | "added" | "removed" | "changed";

/** A way out of a state, on one side or on both. */
export interface Way {
  /** The name of the next state. */
  readonly to: unknown;
  readonly mark: Mark;
  readonly isCatch: boolean;
  /** When it is taken, which is data of the plan; empty for a plain Next. */
  readonly words: () => string;
}

/** An item of a list on both sides, as far as it is there. */
interface ItemPair {
  readonly before: unknown;
  readonly after: unknown;
  /** In the list that has it, the present one first. */
  readonly index: number;
  /** Whether it has another place among the items of both sides. */
  readonly isMoved: boolean;
}

export function markOf(before: unknown, after: unknown, isChanged: boolean): Mark {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  return isChanged ? "changed" : "same";
}

/** @param changes what changes in the state, if it is on both sides */
export function waysOf(before: AslObject | undefined, after: AslObject | undefined, changes: readonly Change[]): Way[] {
  return [
    ...single("Next", before, after),
    ...itemsOf("Choices", before, after, changes).flatMap((item) =>
      waysOfItem(item, false, (rule) => `rule ${item.index + 1}: ${conditionOf(rule)}`),
    ),
    ...single("Default", before, after, "default"),
    ...itemsOf("Catch", before, after, changes).flatMap((item) => waysOfItem(item, true, errorsOf)),
  ];
}

/** The way to the first state of a list of states. */
export function startOf(before: AslObject | undefined, after: AslObject | undefined): Way[] {
  return single("StartAt", before, after);
}

/** The items of a list, paired as the comparison of the definitions pairs them. */
export function itemsOf(
  field: "Choices" | "Catch" | "Branches",
  before: AslObject | undefined,
  after: AslObject | undefined,
  changes: readonly Change[],
): ItemPair[] {
  const [old, now] = [listIn(before, field), listIn(after, field)];
  const isPaired = before !== undefined && after !== undefined;
  const listed = changes.find((each): each is ListChange => each.kind === "listed" && each.path.at(-1) === field);
  const sources = now.map((_, index) => {
    const item = listed?.items[index] ?? { from: index };
    return isPaired && "from" in item && item.from < old.length ? item.from : undefined;
  });
  const moved = movedIn(sources);
  const kept = new Set(sources);
  return [
    ...now.map((each, index) => {
      const source = sources[index];
      return { before: source === undefined ? undefined : old[source], after: each, index, isMoved: moved.has(source) };
    }),
    ...old.flatMap((each, index) =>
      kept.has(index) ? [] : [{ before: each, after: undefined, index, isMoved: false }],
    ),
  ];
}

/** The indexes that are not in rising order with all others. */
function movedIn(sources: readonly (number | undefined)[]): Set<number | undefined> {
  const kept = sources.filter((source) => source !== undefined);
  const moved = new Set<number | undefined>();
  let most = -1;
  for (const source of kept) {
    if (source < most) moved.add(source);
    most = Math.max(most, source);
  }
  let least = Number.POSITIVE_INFINITY;
  for (const source of kept.reverse()) {
    if (source > least) moved.add(source);
    least = Math.min(least, source);
  }
  return moved;
}

/** A rule or catcher that leads elsewhere is two ways: the former one and the present one. */
function waysOfItem(item: ItemPair, isCatch: boolean, wordsOf: (item: AslObject) => string): Way[] {
  const [before, after] = [
    isObject(item.before) ? item.before : undefined,
    isObject(item.after) ? item.after : undefined,
  ];
  const way = (of: AslObject | undefined, mark: Mark): Way[] =>
    of?.Next === undefined ? [] : [{ to: of.Next, mark, isCatch, words: () => wordsOf(of) }];
  if (before !== undefined && after !== undefined && before.Next === after.Next) {
    return way(after, item.isMoved || !isDeepStrictEqual(before, after) ? "changed" : "same");
  }
  return [...way(before, "removed"), ...way(after, "added")];
}

function single(
  field: "StartAt" | "Next" | "Default",
  before: AslObject | undefined,
  after: AslObject | undefined,
  words = "",
): Way[] {
  const [old, now] = [before?.[field], after?.[field]];
  const way = (to: unknown, mark: Mark): Way[] =>
    to === undefined ? [] : [{ to, mark, isCatch: false, words: () => words }];
  return old === now ? way(now, "same") : [...way(old, "removed"), ...way(now, "added")];
}

function errorsOf({ ErrorEquals }: AslObject): string {
  return Array.isArray(ErrorEquals) ? ErrorEquals.map(String).join(", ") : "";
}

function listIn(state: AslObject | undefined, field: string): readonly unknown[] {
  const list = state?.[field];
  return Array.isArray(list) ? list : [];
}
