import { reachableFrom, reverse, type Graph as Ways } from "../../../asl/graph";
import { type AslObject, objectsOf, statesByName } from "../../../asl/states";
import { textsOf } from "../../../asl/texts";
import { transitionsOf } from "../../../asl/transitions";
import { isCompensation } from "./work";

/** Where the states of one machine lead. */
export interface Graph {
  /** For each state that undoes others, the states from which an execution may reach it, itself included. */
  readonly compensations: ReadonlyMap<string, ReadonlySet<unknown>>;
  /** The states from which an execution may reach a Fail. */
  readonly toFailure: ReadonlySet<unknown>;
  /** The states from which an execution may end otherwise. */
  readonly toSuccess: ReadonlySet<unknown>;
  /** Where states and their catchers put results. */
  readonly resultPaths: readonly unknown[];
  /** The names of the states that mention each path or a longer one. */
  readonly readers: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How many compensations of a machine are followed, so that large definitions stay quick. */
const MOST_COMPENSATIONS = 50;

const known = new WeakMap<AslObject, Graph>();

export function graphOf(machine: AslObject): Graph {
  const graph = known.get(machine) ?? newGraph(machine);
  known.set(machine, graph);
  return graph;
}

function newGraph(machine: AslObject): Graph {
  const states = Object.entries(statesByName(machine));
  const ways: Ways<unknown> = new Map(states.map(([name, state]) => [name, transitionsOf(state).map(({ to }) => to)]));
  const leaders = reverse(ways);
  const where = (is: (state: AslObject, name: string) => boolean) =>
    states.flatMap(([name, state]) => (is(state, name) ? [name] : []));
  const compensations = where((state, name) => isCompensation({ name, state })).slice(0, MOST_COMPENSATIONS);
  return {
    compensations: new Map(compensations.map((name) => [name, reachableFrom(leaders, [name])])),
    toFailure: reachableFrom(
      leaders,
      where(({ Type }) => Type === "Fail"),
    ),
    toSuccess: reachableFrom(
      leaders,
      where(({ Type, End }) => Type === "Succeed" || End === true),
    ),
    resultPaths: states.flatMap(([, state]) => [state, ...objectsOf(state.Catch)].map(({ ResultPath }) => ResultPath)),
    readers: readersIn(states),
  };
}

/** The states that read each path, such as `$.order` and `$.order.id`. */
function readersIn(states: readonly (readonly [string, AslObject])[]): Map<string, Set<string>> {
  const readers = new Map<string, Set<string>>();
  for (const [name, state] of states) {
    for (const { text } of textsOf(state)) {
      for (const [path] of text.matchAll(/\$(?:\.[\w-]+)+/g)) {
        const steps = path.split(".");
        for (let length = 2; length <= steps.length; length += 1) {
          const prefix = steps.slice(0, length).join(".");
          const others = readers.get(prefix);
          if (others === undefined) readers.set(prefix, new Set([name]));
          else others.add(name);
        }
      }
    }
  }
  return readers;
}
