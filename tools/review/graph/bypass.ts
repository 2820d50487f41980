import { shortestPath } from "../../../asl/graph";
import type { Finding } from "../finding";
import { say, type Text } from "../text";
import { doesWork, enclosing, type Flow, type FlowState, isSuccess } from "./flow";
import type { FlowChange } from "./flow-change";
import { BEGINNING, isConcurrent, isState, type Place, sharedScope, Ways } from "./ways";

/** Paths without the failures that a Catch takes: what an order goes through if all is well, or a Choice says otherwise. */
const usual = () => new Ways((_, { by }) => by !== "Catch");

/**
 * States that used to run before others on every path, and no longer do. States that are removed or unreachable are
 * findings of their own.
 */
export function bypassed({ before, after, note }: FlowChange): Finding[] {
  const [was, is, anyway] = [usual(), usual(), new Ways()];
  if (hasSameWays(before.states, after.states, was, is)) return [];
  const pairs = [...after.states.values()].flatMap((state) => {
    const old = before.states.get(state.key);
    return old === undefined ? [] : [{ old, state }];
  });
  const targets = pairs.filter(
    ({ old, state }) => (doesWork(state) || isSuccess(state)) && was.meets(old) && is.meets(state),
  );
  const bits = new Map(pairs.map(({ state }, index) => [state.key, 1n << BigInt(index)]));
  const bitOf = ({ key }: FlowState) => bits.get(key) ?? 0n;
  const [passedBefore, passedAfter] = [was.passed(before, bitOf), is.passed(after, bitOf)];
  const skips = new Map<FlowState, FlowState>();
  const overtakes = new Map<FlowState, FlowState>();
  for (const { old, state: target } of targets) {
    const lost = (passedBefore.get(old) ?? 0n) & ~(passedAfter.get(target) ?? 0n);
    for (const index of indexesIn(lost)) {
      const state = pairs[index]?.state;
      if (state === undefined || skips.has(state)) continue;
      const isBehind = ((passedAfter.get(state) ?? 0n) & bitOf(target)) !== 0n;
      const ways = isBehind || isConcurrent(state, target) ? overtakes : skips;
      if (!ways.has(state)) ways.set(state, target);
    }
  }
  const findings = new Map<FlowState, Finding>();
  for (const { state } of pairs) {
    // States inside a Map or Parallel that is bypassed are bypassed with it. Outer states come first.
    if (!isStep(state) || !anyway.meets(state) || enclosing(state).some((outer) => findings.has(outer))) continue;
    const [skipping, overtaking] = [skips.get(state), overtakes.get(state)];
    if (skipping !== undefined) findings.set(state, bypass({ before, note }, { was, is }, state, skipping));
    else if (overtaking !== undefined) findings.set(state, reordered(note, state, overtaking));
  }
  return [...findings.values()];
}

function indexesIn(bits: bigint): number[] {
  if (bits === 0n) return [];
  const digits = bits.toString(2);
  return [...digits].flatMap((digit, index) => (digit === "1" ? [digits.length - 1 - index] : []));
}

function isStep(each: FlowState): boolean {
  return doesWork(each) || each.state.Type === "Choice" || each.state.Type === "Wait";
}

function bypass(
  { before, note }: Pick<FlowChange, "before" | "note">,
  { was, is }: { readonly was: Ways; readonly is: Ways },
  state: FlowState,
  target: FlowState,
): Finding {
  const isAdded = (place: Place) => isState(place) && doesWork(place) && !before.states.has(place.key);
  const path = pathAround(is, state, target, () => true) ?? [];
  const isReplaced = pathAround(is, state, target, (place) => !isAdded(place)) === undefined;
  const substitutes = isReplaced ? path.filter(isAdded).filter(isState) : [];
  const never = is.meets(state) ? say`can now be reached without it` : say`is now always reached without it`;
  const instead =
    substitutes.length > 0 ? say`; ${substitutes.map(({ path: name }) => name)} runs in its place` : say``;
  return note(
    doesWork(state) && substitutes.length === 0 ? "dangerous" : "attention",
    "bypassed",
    say`${state.path} is bypassed: ${target.path}${isSuccess(target) ? say`, where a run succeeds,` : say``} ${never}${because(path, before, was)}${instead}`,
    { state },
  );
}

/** A shortest path to the target, or to the Map or Parallel around it, that avoids the state. */
function pathAround(ways: Ways, state: FlowState, target: FlowState, isAllowed: (place: Place) => boolean) {
  const shared = sharedScope(state, target);
  if (shared === undefined) return undefined;
  // Inside one container the state may have become optional.
  const avoided = shared.one === shared.other ? state : shared.one;
  return shortestPath(
    ways.graph(shared.one.scope),
    BEGINNING,
    shared.other,
    (place) => place !== avoided && isAllowed(place),
  );
}

/** The last transition of a path that is new. */
function because(path: readonly Place[], before: Flow, was: Ways): Text {
  for (const [index, from] of [...path.entries()].reverse()) {
    const to = path[index + 1];
    if (to === undefined || !isState(to)) continue;
    if (!isState(from)) {
      const start = before.scopes.find(({ around }) => around?.key === to.scope.around?.key)?.start;
      if (start?.key !== to.key) return say`, because StartAt is now ${to.name}`;
      continue;
    }
    const old = before.states.get(from.key);
    const led = old === undefined ? [] : (was.graph(old.scope).get(old) ?? []).filter(isState);
    if (!led.some(({ key }) => key === to.key)) return say`, because ${from.name} now leads to ${to.name}`;
  }
  return say``;
}

function reordered(note: FlowChange["note"], state: FlowState, other: FlowState): Finding {
  const text = isConcurrent(state, other)
    ? say`${state.path} and ${other.path} now run at the same time; ${state.name} used to come first`
    : say`The order changes: ${other.path} now comes before ${state.path}, no longer after it`;
  return note("attention", "states-reordered", text, { state });
}

/** Whether every state leads to the same ones as before, which is usual and quick to see. */
function hasSameWays(
  before: ReadonlyMap<string, FlowState>,
  after: ReadonlyMap<string, FlowState>,
  was: Ways,
  is: Ways,
): boolean {
  const words = (states: ReadonlyMap<string, FlowState>, ways: Ways) =>
    [...states.values()]
      .map((state) => {
        const nexts = [...(ways.graph(state.scope).get(state) ?? [])].map((place) =>
          isState(place) ? place.key : "end",
        );
        const { around, index, start } = state.scope;
        return JSON.stringify([state.key, around?.key, index, start?.key, nexts.sort()]);
      })
      .sort()
      .join();
  return words(before, was) === words(after, is);
}
