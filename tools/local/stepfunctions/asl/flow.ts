import { setImmediate as breathe } from "node:timers/promises";
import type { JsonObject, JsonValue } from "../../aws";
import { runtimeError, StateError } from "./errors";
import type { Trail } from "./history";
import type { Run } from "./run";
import type { State, Visit } from "./state";
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
}

/** A flow that never waits for anything would let nothing else run. */
const STATES_BETWEEN_BREATHS = 200;

/** Runs a flow to its end and gives its output. Throws the StateError that ended it, or Stopped. */
export async function runFlow(flow: Flow, input: JsonValue, line: Line): Promise<JsonValue> {
  let state: State | undefined = flow.startAt;
  let data = input;
  for (let visited = 1; state !== undefined; visited += 1) {
    line.stop.throwIfStopped();
    if (visited % STATES_BETWEEN_BREATHS === 0) await breathe();
    const outcome = await visitState(state, data, line);
    data = outcome.output;
    state = outcome.next === undefined ? undefined : flow.states.get(outcome.next);
  }
  return data;
}

async function visitState(state: State, input: JsonValue, line: Line) {
  const { run, trail, stop, map } = line;
  const enteredId = run.record(trail, `${state.type}StateEntered`, {
    key: "stateEnteredEventDetails",
    fields: { name: state.name },
    payloads: { input },
  });
  trail.openType = state.type;
  run.transitions += 1;
  const enteredAt = new Date().toISOString();
  const visit: Visit = { run, input, stateName: state.name, enteredId, enteredAt, trail, stop, map };
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
    throw located(error, visit);
  }
}

/** AWS says in a runtime error's cause which state it befell; an inner flow's error has it already. */
function located(error: unknown, { stateName, enteredId }: Visit): unknown {
  if (!(error instanceof StateError) || error.error !== "States.Runtime") return error;
  if (error.cause?.startsWith("An error occurred while executing the state")) return error;
  return runtimeError(
    `An error occurred while executing the state '${stateName}' (entered at the event id #${enteredId}). ${error.cause}`,
  );
}
