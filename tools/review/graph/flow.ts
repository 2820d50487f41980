import { type AslObject, innerMachines, statesByName, statesOf } from "../../../asl/states";
import { type Transition, transitionsOf } from "../../../asl/transitions";
import { renamesBetween } from "../workflows/renames";

/** A state of one definition, in the list of states that it belongs to. */
export interface FlowState {
  /** The same on both sides of a change: its name, or its path if several states of the definition have that name. */
  readonly key: string;
  readonly name: string;
  /** Such as `Items > Charge`. */
  readonly path: string;
  readonly state: AslObject;
  readonly scope: Scope;
}

/** The states that can lead to each other: those of the definition, a branch of a Parallel or a Map's item processor. */
export interface Scope {
  readonly machine: AslObject;
  /** The Map or Parallel around it. */
  readonly around: FlowState | undefined;
  /** The branch's index in it. */
  readonly index: number;
  readonly states: ReadonlyMap<string, FlowState>;
  /** The state that StartAt names, if there is one. */
  readonly start: FlowState | undefined;
}

/** A definition as scopes and states. */
export interface Flow {
  /** Outer ones before those inside. */
  readonly scopes: readonly Scope[];
  readonly states: ReadonlyMap<string, FlowState>;
}

/** Both sides of a change, with equal keys for equal states, also if they are renamed. */
export function flowsOf(before: AslObject, after: AslObject): { readonly before: Flow; readonly after: Flow } {
  const repeated = new Set([...repeatedNames(before), ...repeatedNames(after)]);
  const formerNames = new Map(
    [...renamesBetween(flattened(before), flattened(after))].map(([former, name]) => [name, former]),
  );
  return {
    before: flowOf(before, (name) => (repeated.has(name) ? undefined : name)),
    after: flowOf(after, (name) => (repeated.has(name) ? undefined : (formerNames.get(name) ?? name))),
  };
}

/** All states in one list, to find those that are renamed. */
function flattened(definition: AslObject): AslObject {
  return { States: Object.fromEntries(statesOf(definition).map(({ name, state }) => [name, state])) };
}

/** The states that lead nowhere but to the end of a successful run. */
export function isSuccess({ state }: FlowState): boolean {
  return state.End === true || state.Type === "Succeed";
}

/** Whether an execution may end in it, one way or the other. */
export function isEnd(each: FlowState): boolean {
  return isSuccess(each) || each.state.Type === "Fail";
}

/** Whether it calls a service or runs states that may. */
export function doesWork({ state }: FlowState): boolean {
  return state.Type === "Task" || state.Type === "Map" || state.Type === "Parallel";
}

/** The transitions of a state to states that exist. */
export function waysOut({ state, scope }: FlowState): { readonly to: FlowState; readonly transition: Transition }[] {
  return transitionsOf(state).flatMap((transition) => {
    const to = scope.states.get(String(transition.to));
    return to === undefined ? [] : [{ to, transition }];
  });
}

/** The Maps and Parallels around a state, the innermost first. */
export function enclosing({ scope }: FlowState): FlowState[] {
  const around: FlowState[] = [];
  for (let outer = scope.around; outer !== undefined; outer = outer.scope.around) around.push(outer);
  return around;
}

function repeatedNames(asl: AslObject): string[] {
  const seen = new Set<string>();
  return statesOf(asl).flatMap(({ name }) => (seen.size === seen.add(name).size ? [name] : []));
}

/** @param keyFor the key of a state by its name, or undefined where only its path tells it from others */
function flowOf(asl: AslObject, keyFor: (name: string) => string | undefined): Flow {
  const scopes = [scopeOf(asl, undefined, 0, keyFor)];
  // The loop also visits what it adds, so that deep nesting needs no deep stack.
  for (const { states } of scopes) {
    for (const around of states.values()) {
      scopes.push(...innerMachines(around.state).map((inner, index) => scopeOf(inner, around, index, keyFor)));
    }
  }
  const states = scopes.flatMap((scope) => [...scope.states.values()]);
  return { scopes, states: new Map(states.map((each) => [each.key, each])) };
}

function scopeOf(
  machine: AslObject,
  around: FlowState | undefined,
  index: number,
  keyFor: (name: string) => string | undefined,
): Scope {
  const states = new Map<string, FlowState>();
  const scope: Scope = {
    machine,
    around,
    index,
    states,
    get start() {
      return typeof machine.StartAt === "string" ? states.get(machine.StartAt) : undefined;
    },
  };
  for (const [name, state] of Object.entries(statesByName(machine))) {
    const path = around === undefined ? name : `${around.path} > ${name}`;
    states.set(name, { key: keyFor(name) ?? JSON.stringify([around?.key, index, name]), name, path, state, scope });
  }
  return scope;
}
