import type { JsonObject, JsonValue } from "../../../support/json";
import { runtimeError } from "./errors";
import type { Trail } from "./history";
import { compilePath, type Path, type Scope } from "./paths";
import type { Place } from "./place";
import type { MapRunRecord, Run } from "./run";
import type { StateTest } from "./state-test";
import type { StopSwitch } from "./stop";

/** A compiled state, which can run any number of times. */
export interface State {
  readonly name: string;
  readonly type: string;
  /** The names of all possible next states, checked once when the flow is compiled. */
  readonly targets: readonly string[];
  run(visit: Visit): Outcome | Promise<Outcome>;
}

/** A state's output and its next state. Without `next` the flow ends. */
export interface Outcome {
  readonly output: JsonValue;
  readonly next: string | undefined;
}

/** One visit of a state. */
export interface Visit {
  readonly run: Run;
  readonly input: JsonValue;
  readonly stateName: string;
  /** Id of the event that records the entry. */
  readonly enteredId: number;
  readonly enteredAt: string;
  readonly trail: Trail;
  readonly stop: StopSwitch;
  /** `$$.Map` of the surrounding Map iteration, if any. */
  readonly map: JsonObject | undefined;
  readonly progress: Progress;
  /** For TestState only. */
  readonly test?: StateTest | undefined;
  /** The number of earlier tries; undefined for a state that cannot have a Retry. */
  readonly retryCount?: number;
}

/** The progress of the last try of a Map or a Parallel. */
export interface Progress {
  lines?: Lines | undefined;
  mapRun?: RedrivableMapRun | undefined;
}

/** The iterations or branches of one try. */
export interface Lines {
  /** Id of the event that they follow. */
  readonly startedId: number;
  readonly places: readonly Place[];
}

export interface RedrivableMapRun {
  readonly record: MapRunRecord;
  /** Runs the parts that did not succeed or did not begin. */
  redrive(visit: Visit): Promise<JsonValue[]>;
}

/** The scope for the visited state's paths, with its live context object. */
export function scopeOf(visit: Visit, data: JsonValue): Scope {
  const { run, enteredAt, stateName, retryCount, test } = visit;
  const state: JsonObject = { EnteredTime: enteredAt, Name: stateName };
  if (retryCount !== undefined) state.RetryCount = retryCount;
  const context: JsonObject = { ...(test?.options.context ?? { ...run.context, State: state }) };
  if (visit.map) context.Map = visit.map;
  return { data, context };
}

/** The scope of a task that waits for its token. `$$.Task.Token` reads the token. */
export function withToken({ data, context }: Scope, token: string): Scope {
  return { data, context: { ...context, Task: { Token: token } } };
}

/** A compiled InputPath or OutputPath: selects from the data. */
export type Picker = (visit: Visit, data: JsonValue) => JsonValue;

export function compilePicker(path: string | null | undefined): Picker {
  if (path === undefined || path === "$") return (_visit, data) => data;
  if (path === null) return () => ({});
  const compiled = compilePath(path);
  return (visit, data) => {
    const found = compiled.read(scopeOf(visit, data));
    if (found === undefined) throw invalidPath(compiled, scopeOf(visit, data));
    return found;
  };
}

/** The error for a path that reads nothing, in AWS's words: test_base_scenarios, test_invalid_jsonpath. */
export function invalidPath(path: Path, scope: Scope) {
  return runtimeError(`Invalid path '${path.text}' : ${path.missing(scope)}`);
}

/** The next state after success: its Next, or none. */
export function nextOf(definition: { Next?: string | undefined }): string | undefined {
  return definition.Next;
}
