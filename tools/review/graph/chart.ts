import { type AslObject, isObject, statesByName } from "../../../asl/states";
import type { Change, Path } from "../workflows/change";
import type { MachinePair, Pair, StatePair } from "../workflows/compare";
import type { Comparison } from "../workflows/comparison";
import { itemsOf, type Mark, markOf, startOf, type Way, waysOf } from "./marked-ways";

/** A state of a drawing, or the start of a list of states. Its names are data of the plan. */
export interface Box {
  readonly kind: "start" | "state";
  readonly name: string;
  /** Undefined if it has no other name. */
  readonly formerName: string | undefined;
  /** Its Type, for a state. */
  readonly type: unknown;
  /** Whether an execution, a branch or an item may end in it. */
  readonly isEnd: boolean;
  readonly mark: Mark;
  /** The Map or Parallel around it. */
  readonly around: Box | undefined;
}

/** A transition of a drawing. */
export interface Arrow {
  readonly from: Box;
  readonly to: Box;
  readonly isCatch: boolean;
  readonly mark: Mark;
  /** When it is taken, which is data of the plan; empty for a plain Next. */
  readonly words: () => string;
}

/** Both definitions of a machine in one graph. */
export interface Chart {
  /** Outer ones before those inside. */
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** A list of states on both sides, as far as it is there. The former one has the present names. */
interface List {
  readonly path: Path;
  readonly before: AslObject | undefined;
  readonly after: AslObject | undefined;
  readonly around: Box | undefined;
}

export function chartOf({ before, after, pairs }: Comparison): Chart {
  const byPath = new Map(pairs.map((pair) => [keyOf(pair.kind, pair.path), pair]));
  const boxes: Box[] = [];
  const arrows: Arrow[] = [];
  // The loop also visits what it adds, so that deep nesting needs no deep stack.
  const lists: List[] = [{ path: [], before, after, around: undefined }];
  for (const list of lists) {
    const isPaired = list.before !== undefined && list.after !== undefined;
    const pair = isPaired ? pairAt("machine", list.path) : undefined;
    const [old, now] = pair === undefined ? [list.before, list.after] : [pair.before.machine, pair.after.machine];
    const [former, present] = [statesByName(old ?? {}), statesByName(now ?? {})];
    const formerNames = formerNamesIn(pair);
    const drawn = new Map<unknown, Box>();
    const open: { readonly box: Box; readonly ways: readonly Way[] }[] = [];
    for (const name of new Set([...Object.keys(present), ...Object.keys(former)])) {
      const was = Object.hasOwn(former, name) ? former[name] : undefined;
      const is = Object.hasOwn(present, name) ? present[name] : undefined;
      const path = [...list.path, "States", name];
      const changes = (was !== undefined && is !== undefined && pairAt("state", path)?.changes) || [];
      const formerName = formerNames.get(name);
      const shown = is ?? was ?? {};
      const box: Box = {
        kind: "state",
        name,
        formerName,
        type: shown.Type,
        isEnd: shown.End === true || shown.Type === "Succeed" || shown.Type === "Fail",
        mark: markOf(was, is, formerName !== undefined || changes.length > 0),
        around: list.around,
      };
      drawn.set(name, box);
      open.push({ box, ways: waysOf(was, is, changes) });
      lists.push(...innerLists(path, was, is, changes, box));
    }
    const start: Box = { ...START, mark: markOf(old, now, false), around: list.around };
    const starts = startOf(old, now);
    if (starts.some(({ to }) => drawn.has(to))) boxes.push(start);
    for (const box of drawn.values()) boxes.push(box);
    for (const { box: from, ways } of [{ box: start, ways: starts }, ...open]) {
      for (const { to: name, ...way } of ways) {
        const to = drawn.get(name);
        if (to !== undefined) arrows.push({ from, to, ...way });
      }
    }
  }
  return { boxes, arrows };

  function pairAt(kind: "machine", path: Path): MachinePair | undefined;
  function pairAt(kind: "state", path: Path): StatePair | undefined;
  function pairAt(kind: Pair["kind"], path: Path): Pair | undefined {
    return byPath.get(keyOf(kind, path));
  }
}

function formerNamesIn(pair: MachinePair | undefined): Map<string, string> {
  const names = new Map<string, string>();
  for (const each of pair?.changes ?? []) if (each.kind === "renamed") names.set(each.to, each.from);
  return names;
}

/** The lists of states inside a state. */
function innerLists(
  path: Path,
  before: AslObject | undefined,
  after: AslObject | undefined,
  changes: readonly Change[],
  around: Box,
): List[] {
  const branches = itemsOf("Branches", before, after, changes).map(({ before: old, after: now, index }) => ({
    path: [...path, "Branches", index],
    before: isObject(old) ? old : undefined,
    after: isObject(now) ? now : undefined,
    around,
  }));
  const processors = ["ItemProcessor", "Iterator"].map((field) => {
    const [old, now] = [before?.[field], after?.[field]];
    return {
      path: [...path, field],
      before: isObject(old) ? old : undefined,
      after: isObject(now) ? now : undefined,
      around,
    };
  });
  return [...branches, ...processors].filter((list) => list.before !== undefined || list.after !== undefined);
}

const START: Box = {
  kind: "start",
  name: "",
  formerName: undefined,
  type: undefined,
  isEnd: false,
  mark: "same",
  around: undefined,
};

function keyOf(kind: Pair["kind"], path: Path): string {
  return JSON.stringify([kind, ...path]);
}
