import { type AslObject, isObject, objectsOf, statesByName } from "../../../asl/states";
import { transitionsOf } from "../../../asl/transitions";
import type { Finding } from "./rule";

export interface Path {
  readonly seconds: number;
  /** Names of the states on it that take time. */
  readonly states: readonly string[];
}

const NO_TIME: Path = { seconds: 0, states: [] };

/** The slowest way through a machine, each state entered once. What {@link unboundedIn} finds counts as nothing. */
export function longestPath(machine: AslObject): Path {
  const states = statesByName(machine);
  const known = new Map<string, Path>();
  const from = (name: unknown): Path => {
    if (typeof name !== "string" || !Object.hasOwn(states, name)) return NO_TIME;
    const found = known.get(name);
    if (found) return found;
    // A loop comes back here before the path is known, and takes nothing more.
    known.set(name, NO_TIME);
    const rest = slowest(transitionsOf(states[name]).map(({ to }) => from(to)));
    const own = durationOf(states[name]) ?? 0;
    const path = own === 0 ? rest : { seconds: own + rest.seconds, states: [name, ...rest.states] };
    known.set(name, path);
    return path;
  };
  return from(machine.StartAt);
}

/** States of a machine, and of the branches of its Parallels, whose time no number of the definition bounds. */
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
  Task: "How long the Task may take is not written in the definition",
  Wait: "How long the state waits is not written in the definition",
  Map: "How many items the Map has is not written in the definition",
};

function unbounded(state: string, wrong: string): Finding {
  return {
    state,
    wrong,
    mend: "Write waive:time-limit because ..., with what bounds it or why the limit may be reached",
  };
}

/** Seconds that one visit may take, every retry of it counted; undefined where the definition does not say. */
function durationOf(state: AslObject | undefined): number | undefined {
  if (state === undefined) return 0;
  const once = onceOf(state);
  if (once === undefined) return undefined;
  const retriers = objectsOf(state.Retry).map(retrierOf);
  const counted = waitsForToken(state) ? retriers.filter(({ isOfTimeout }) => isOfTimeout).slice(0, 1) : retriers;
  const tries = counted.reduce((sum, { attempts }) => sum + attempts, 1);
  return once * tries + retriers.reduce((sum, retrier) => sum + pausesOf(retrier), 0);
}

/** Then a try that does not time out failed at its call, at once, or ended with an error that the holder of the token gave. */
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
      return takesNoTime(state.ItemProcessor ?? state.Iterator) ? 0 : undefined;
    default:
      return 0;
  }
}

function takesNoTime(processor: unknown): boolean {
  return isObject(processor) && Object.values(statesByName(processor)).every((state) => durationOf(state) === 0);
}

/** What the language says where a retrier does not: https://states-language.net/#errors */
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

/** Each loop that a walk from the start meets, as the states on it in their order. */
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
