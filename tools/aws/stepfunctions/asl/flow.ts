import { setImmediate as breathe } from "node:timers/promises";
import type { JsonObject, JsonValue } from "../../../support/json";
import { runtimeError, StateError } from "./errors";
import type { Trail } from "./history";
import type { Entry, Place, Position } from "./place";
import type { Run } from "./run";
import type { Outcome, State, Visit } from "./state";
import type { StateTest } from "./state-test";
import type { StopSwitch } from "./stop";

/** States that lead to each other: a machine's own, a Map's processor or a Parallel's branch. */
export interface Flow {
  readonly startAt: State;
  readonly states: ReadonlyMap<string, State>;
}

/** One line of flow within an execution. */
export interface Line {
  readonly run: Run;
  readonly trail: Trail;
  readonly stop: StopSwitch;
  readonly map?: JsonObject;
  /** Always current: a line that failed or was stopped continues from here. */
  readonly place: Place;
  readonly test?: StateTest;
}

/** A flow that never waits would block everything else. */
const STATES_BETWEEN_BREATHS = 200;

/** Runs a flow from the line's place and returns its output. Throws the StateError that ended it, or Stopped. */
export async function runFlow(flow: Flow, input: JsonValue, line: Line): Promise<JsonValue> {
  const { place, stop } = line;
  let position: Position = place.position ?? { state: flow.startAt, input };
  for (let visited = 1; ; visited += 1) {
    place.position = position;
    stop.throwIfStopped();
    if (visited % STATES_BETWEEN_BREATHS === 0) await breathe();
    const { output, next } = await visitState(position, line);
    const state = next === undefined ? undefined : flow.states.get(next);
    if (state === undefined) {
      place.position = undefined;
      place.ended = { output };
      return output;
    }
    position = { state, input: output };
  }
}

/** Enters one state, does its work and leaves it. */
export async function visitState(position: Position, line: Line): Promise<Outcome> {
  const { state, input } = position;
  const { run, trail, stop, map, test } = line;
  const entry = resumed(position, trail) ?? entered(position, line);
  trail.openType = state.type;
  const { id: enteredId, at: enteredAt, progress } = entry;
  const visit: Visit = { run, input, stateName: state.name, enteredId, enteredAt, trail, stop, map, progress, test };
  try {
    const pending = state.run(visit);
    const outcome = pending instanceof Promise ? await pending : pending;
    stop.throwIfStopped();
    run.weigh(outcome.output, state.name);
    run.record(trail, `${state.type}StateExited`, {
      key: "stateExitedEventDetails",
      fields: { name: state.name },
      payloads: { output: outcome.output },
    });
    trail.openType = undefined;
    return outcome;
  } catch (error) {
    // After such an error a redrive runs the whole state again, including the parts that succeeded.
    if (error instanceof StateError && error.error === "States.DataLimitExceeded")
      Object.assign(progress, { lines: undefined, mapRun: undefined });
    throw located(error, visit);
  }
}

function entered(position: Position, { run, trail }: Line): Entry {
  const { state, input } = position;
  const id = run.record(trail, `${state.type}StateEntered`, {
    key: "stateEnteredEventDetails",
    fields: { name: state.name },
    payloads: { input },
  });
  run.transitions += 1;
  position.entry = { id, at: new Date().toISOString(), progress: {} };
  return position.entry;
}

/**
 * The entry of a state that a redrive continues. It was not left, so it is not entered again. Only a Fail state is.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-behavior-states
 */
function resumed({ state, entry }: Position, trail: Trail): Entry | undefined {
  if (entry === undefined || state.type === "Fail") return undefined;
  trail.last = entry.id;
  return entry;
}

/**
 * AWS names the failed state in a runtime error's cause; an inner flow's error has it already. TestState does not name
 * it: recorded in test_state_map_context_object of LocalStack's tests against AWS.
 */
function located(error: unknown, { stateName, enteredId, test }: Visit): unknown {
  if (test || !(error instanceof StateError) || error.error !== "States.Runtime") return error;
  if (error.cause?.startsWith("An error occurred while executing the state")) return error;
  return runtimeError(
    `An error occurred while executing the state '${stateName}' (entered at the event id #${enteredId}). ${error.cause}`,
  );
}
