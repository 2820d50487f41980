import { type AslObject, isObject, objectsOf, statesByName } from "../../../asl/states";
import { transitionsOf } from "../../../asl/transitions";
import type { Finding } from "./rule";

export interface Path {
  readonly seconds: number;
  /** The names of its states that take time. */
  readonly states: readonly string[];
}

const NO_TIME: Path = { seconds: 0, states: [] };

/** The slowest path through a machine, entering each state once. What {@link unboundedIn} finds takes no time here. */
export function longestPath(machine: AslObject): Path {
  const states = statesByName(machine);
  const known = new Map<string, Path>();
  const from = (name: unknown): Path => {
    if (typeof name !== "string" || !Object.hasOwn(states, name)) return NO_TIME;
    const found = known.get(name);
    if (found) return found;
    // A loop returns here before the path is known. It adds no time.
    known.set(name, NO_TIME);
    const rest = slowest(transitionsOf(states[name]).map(({ to }) => from(to)));
    const own = durationOf(states[name]) ?? 0;
    const path = own === 0 ? rest : { seconds: own + rest.seconds, states: [name, ...rest.states] };
    known.set(name, path);
    return path;
  };
  return from(machine.StartAt);
}

/** States of a machine, and of its Parallels' branches, whose time has no bound in the definition. */
export function* unboundedIn(machine: AslObject): Generator<Finding> {
  const states = statesByName(machine);
  for (const [name, state] of Object.entries(states)) {
    if (state.Type === "Parallel") for (const branch of objectsOf(state.Branches)) yield* unboundedIn(branch);
    const what = durationOf(state) === undefined ? WITHOUT_BOUND[String(state.Type)] : undefined;
    if (what !== undefined) yield unbounded(name, what);
  }
  for (const loop of loopsIn(states, machine.StartAt)) {
    yield unbounded(loop[0] ?? "", `The loop ${[...loop, loop[0]].join(", ")} has no bound`);
  }
}

const WITHOUT_BOUND: Readonly<Record<string, string>> = {
  Task: "The definition does not say how long the Task may take",
  Wait: "The definition does not say how long the state waits",
  Map: "The definition does not say how many items the Map has",
};

function unbounded(state: string, wrong: string): Finding {
  return {
    state,
    wrong,
    fix: "Write waive:time-limit because ..., with what bounds it or why the limit may be reached",
  };
}

/** Seconds that one visit may take, including all retries. Undefined if the definition does not say. */
function durationOf(state: AslObject | undefined): number | undefined {
  if (state === undefined) return 0;
  const once = onceOf(state);
  if (once === undefined) return undefined;
  const retriers = objectsOf(state.Retry).map(retrierOf);
  const counted = waitsForToken(state) ? retriers.filter(({ isOfTimeout }) => isOfTimeout).slice(0, 1) : retriers;
  const tries = counted.reduce((sum, { attempts }) => sum + attempts, 1);
  return once * tries + retriers.reduce((sum, retrier) => sum + pausesOf(retrier), 0);
}

/** Whether a Task waits for a token. An attempt then lasts only if it times out: a failed call ends at once. */
function waitsForToken({ Resource }: AslObject): boolean {
  return typeof Resource === "string" && Resource.endsWith(".waitForTaskToken");
}

function onceOf(state: AslObject): number | undefined {
  switch (state.Type) {
    case "Task":
      return numberOf(state.TimeoutSeconds);
    case "Wait":
      return numberOf(state.Seconds);
    case "Parallel":
      return slowest(objectsOf(state.Branches).map(longestPath)).seconds;
    case "Map":
      return isInstant(state.ItemProcessor ?? state.Iterator) ? 0 : undefined;
    default:
      return 0;
  }
}

function isInstant(processor: unknown): boolean {
  return isObject(processor) && Object.values(statesByName(processor)).every((state) => durationOf(state) === 0);
}

/** A retrier with the language's defaults: https://states-language.net/#errors */
function retrierOf({ ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate, MaxDelaySeconds }: AslObject) {
  const names: readonly unknown[] = Array.isArray(ErrorEquals) ? ErrorEquals : [];
  return {
    isOfTimeout: names.includes("States.Timeout") || names.includes("States.ALL"),
    attempts: numberOf(MaxAttempts) ?? 3,
    interval: numberOf(IntervalSeconds) ?? 1,
    rate: numberOf(BackoffRate) ?? 2,
    longest: numberOf(MaxDelaySeconds) ?? Number.POSITIVE_INFINITY,
  };
}

function pausesOf({ attempts, interval, rate, longest }: ReturnType<typeof retrierOf>): number {
  let sum = 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) sum += Math.min(interval * rate ** attempt, longest);
  return sum;
}

/** Each loop that a walk from the start finds, as its states in order. */
function loopsIn(states: Readonly<Record<string, AslObject>>, start: unknown): string[][] {
  const loops: string[][] = [];
  const done = new Set<string>();
  const walk = (name: unknown, way: readonly string[]) => {
    if (typeof name !== "string" || done.has(name)) return;
    const at = way.indexOf(name);
    if (at >= 0) return void loops.push(way.slice(at));
    for (const next of new Set(transitionsOf(states[name]).map(({ to }) => to))) walk(next, [...way, name]);
    done.add(name);
  };
  walk(start, []);
  return loops;
}

function slowest(paths: readonly Path[]): Path {
  return paths.reduce((longest, path) => (path.seconds > longest.seconds ? path : longest), NO_TIME);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
