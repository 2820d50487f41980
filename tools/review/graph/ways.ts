import { type Dominators, dominatorsIn, type Graph } from "../../../asl/graph";
import type { Transition } from "../../../asl/transitions";
import { enclosing, type Flow, type FlowState, isSuccess, type Scope, waysOut } from "./flow";

/** Where a scope that succeeds ends up. */
const SUCCESS = Symbol("success");
/** Where a scope begins. */
const START = Symbol("start");
export type Place = FlowState | typeof SUCCESS | typeof START;

/** The paths through a definition that some of its transitions make. */
export class Ways {
  readonly #graphs = new Map<Scope, Graph<Place>>();
  readonly #dominators = new Map<Scope, Dominators<Place>>();

  /** @param isWay which transitions to follow; all by default */
  constructor(readonly isWay: (from: FlowState, transition: Transition) => boolean = () => true) {}

  /** The states of a scope with what they lead to. */
  graph(scope: Scope): Graph<Place> {
    const known = this.#graphs.get(scope);
    if (known !== undefined) return known;
    const graph = new Map<Place, readonly Place[]>([[START, scope.start === undefined ? [] : [scope.start]]]);
    for (const state of scope.states.values()) {
      const nexts = waysOut(state)
        .filter(({ transition }) => this.isWay(state, transition))
        .map(({ to }) => to);
      graph.set(state, isSuccess(state) ? [...nexts, SUCCESS] : nexts);
    }
    this.#graphs.set(scope, graph);
    return graph;
  }

  /** Whether a path from StartAt meets the state. */
  meets(state: FlowState): boolean {
    return [state, ...enclosing(state)].every((each) => this.#in(each.scope).dominates(each, each));
  }

  /** What every path from StartAt passes before each state, as sets of bits. */
  passed({ scopes }: Flow, bitOf: (state: FlowState) => bigint): Map<FlowState, bigint> {
    const inside = this.#passedInside(scopes, bitOf);
    const passed = new Map<FlowState, bigint>();
    for (const { states, around } of scopes) {
      const outer = around === undefined ? 0n : (passed.get(around) ?? 0n) | bitOf(around);
      for (const state of states.values()) passed.set(state, outer | (inside.get(state) ?? 0n));
    }
    return passed;
  }

  /** The same within the scope of each state. A Map or Parallel that is passed counts with what it cannot succeed without. */
  #passedInside(scopes: readonly Scope[], bitOf: (state: FlowState) => bigint): Map<FlowState, bigint> {
    const inside = new Map<FlowState, bigint>();
    const needed = new Map<FlowState, bigint>();
    // Inner scopes come after outer ones.
    for (const scope of scopes.toReversed()) {
      const dominators = this.#in(scope);
      const before = new Map<Place, bigint>();
      for (const place of dominators.order) {
        const parent = dominators.parent(place);
        const last = parent !== undefined && isState(parent) ? bitOf(parent) | (needed.get(parent) ?? 0n) : 0n;
        before.set(place, last | (parent === undefined ? 0n : (before.get(parent) ?? 0n)));
        if (isState(place)) inside.set(place, before.get(place) ?? 0n);
      }
      const { around } = scope;
      if (around !== undefined) needed.set(around, (needed.get(around) ?? 0n) | (before.get(SUCCESS) ?? 0n));
    }
    return inside;
  }

  #in(scope: Scope): Dominators<Place> {
    const known = this.#dominators.get(scope);
    if (known !== undefined) return known;
    const dominators = dominatorsIn(this.graph(scope), START);
    this.#dominators.set(scope, dominators);
    return dominators;
  }
}

/** Where a scope's paths begin in {@link Ways.graph}. */
export const BEGINNING: Place = START;

export function isState(place: Place): place is FlowState {
  return typeof place === "object";
}

/** The innermost scope that holds both states, or the Maps and Parallels around them. */
export function sharedScope(
  one: FlowState,
  other: FlowState,
): { readonly one: FlowState; readonly other: FlowState } | undefined {
  const around = new Map([one, ...enclosing(one)].map((each) => [each.scope, each]));
  for (const each of [other, ...enclosing(other)]) {
    const found = around.get(each.scope);
    if (found !== undefined) return { one: found, other: each };
  }
  return undefined;
}

/** Whether two states run in different branches of one Parallel. */
export function isConcurrent(one: FlowState, other: FlowState): boolean {
  const shared = sharedScope(one, other);
  return shared !== undefined && shared.one === shared.other && shared.one !== one && shared.other !== other;
}
