import {
  type AslObject,
  innerMachines,
  isDistributedMap,
  isObject,
  statesByName,
  typeAround,
} from "../../../asl/states";
import { transitionsOf } from "../../../asl/transitions";
import { EXPRESS_REQUESTS, STATE_TRANSITIONS } from "./prices";

/** The number of items of each Map whose items are not in the definition. */
export const ITEMS = 10;

/** What a Standard execution costs on one way through a machine. */
export interface PathCost {
  /** State transitions, those of child executions of Distributed Maps included. */
  readonly transitions: number;
  /** USD for a million executions. */
  readonly usd: number;
}

/** The cheapest and the dearest way to a successful end. */
export interface PathCosts {
  readonly least: PathCost;
  readonly most: PathCost;
}

/**
 * What a Standard execution costs from the machine's start to a successful end: every state entered is one transition,
 * and a loop is not repeated. Catches and retries are left out. Undefined if no way leads to a successful end.
 * Source: https://aws.amazon.com/step-functions/pricing/
 */
export function pathCosts(machine: AslObject): PathCosts | undefined {
  const states = statesByName(machine);
  const costs = new Map<string, PathCosts | undefined>();
  for (const name of endsFirst(states, machine.StartAt)) {
    // A state without costs is entered, but not left yet: the way there would repeat a loop.
    const following = nextOf(states, name).map((next) => costs.get(next));
    costs.set(name, costFrom(states[name], following));
  }
  return typeof machine.StartAt === "string" ? costs.get(machine.StartAt) : undefined;
}

function costFrom(state: AslObject | undefined, following: readonly (PathCosts | undefined)[]): PathCosts | undefined {
  const own = state === undefined || state.Type === "Fail" ? undefined : stateCosts(state);
  if (own === undefined) return undefined;
  if (following.length === 0) return own;
  const ways = following.filter((way) => way !== undefined);
  const [first, ...others] = ways;
  if (first === undefined) return undefined;
  const rest = others.reduce(
    ({ least, most }, way) => ({
      least: way.least.usd < least.usd ? way.least : least,
      most: way.most.usd > most.usd ? way.most : most,
    }),
    first,
  );
  return plus(own, rest);
}

/** What a state costs, with the states inside it. Undefined if none of its branches can succeed. */
function stateCosts(state: AslObject): PathCosts | undefined {
  const placed = { name: "", state, enclosing: [] };
  const inner = innerMachines(state).map(pathCosts);
  const times = state.Type === "Map" ? itemsOf(state) : 1;
  return inner.reduce<PathCosts | undefined>((sum, within) => {
    if (sum === undefined) return undefined;
    if (state.Type === "Map" && isDistributedMap(placed)) {
      const executions = Math.ceil(times / batchOf(state));
      const isExpress = typeAround({ enclosing: [placed] }, "STANDARD") === "EXPRESS";
      const each = isExpress ? both({ transitions: 0, usd: EXPRESS_REQUESTS }) : within;
      return each && plus(sum, repeated(each, executions));
    }
    return within && plus(sum, repeated(within, times));
  }, both(ENTERED));
}

const ENTERED: PathCost = { transitions: 1, usd: STATE_TRANSITIONS };

function itemsOf({ Items }: AslObject): number {
  return Array.isArray(Items) ? Items.length : ITEMS;
}

function batchOf({ ItemBatcher }: AslObject): number {
  const most = isObject(ItemBatcher) ? ItemBatcher.MaxItemsPerBatch : undefined;
  return typeof most === "number" && most >= 1 ? most : 1;
}

/** The states that the start leads to, each after those that follow it, except for a way back to a state before it. */
function endsFirst(states: Readonly<Record<string, AslObject>>, start: unknown): string[] {
  const ordered: string[] = [];
  const seen = new Set<string>();
  const open: { readonly name: string; readonly next: string[] }[] = [];
  const enter = (name: string) => {
    if (seen.has(name) || !Object.hasOwn(states, name)) return;
    seen.add(name);
    open.push({ name, next: nextOf(states, name) });
  };
  if (typeof start === "string") enter(start);
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const next = last.next.shift();
    if (next !== undefined) enter(next);
    else ordered.push(open.pop()?.name ?? last.name);
  }
  return ordered;
}

/** The states that follow without an error. One that does not exist is kept: the way there does not succeed. */
function nextOf(states: Readonly<Record<string, AslObject>>, name: string): string[] {
  const state = Object.hasOwn(states, name) ? states[name] : undefined;
  return transitionsOf(state).flatMap(({ to, by }) => (by !== "Catch" && typeof to === "string" ? [to] : []));
}

const both = (cost: PathCost): PathCosts => ({ least: cost, most: cost });

function plus(one: PathCosts, other: PathCosts): PathCosts {
  const sum = (a: PathCost, b: PathCost) => ({ transitions: a.transitions + b.transitions, usd: a.usd + b.usd });
  return { least: sum(one.least, other.least), most: sum(one.most, other.most) };
}

function repeated(costs: PathCosts, times: number): PathCosts {
  const each = ({ transitions, usd }: PathCost) => ({ transitions: transitions * times, usd: usd * times });
  return { least: each(costs.least), most: each(costs.most) };
}
