import type { JsonValue } from "../../../../support/json";
import type { CallClock } from "../../../aws";
import { compileHandling } from "../attempts";
import type { DefinitionOf } from "../definition";
import { runtimeError, StateError, timedOut } from "../errors";
import { compilePath } from "../paths";
import { compileResult } from "../results";
import type { ResourceFinder, TaskResource } from "../run";
import { compilePicker, invalidPath, nextOf, type State, scopeOf, type Visit, withToken } from "../state";
import { Stopped } from "../stop";
import type { Callback } from "../task-tokens";
import { compileTemplate } from "../templates";
import { bounded } from "../timers";
import { returnOf } from "./callback";

/** The time limit of one try of a task; `undefined` for no limit. */
interface Limits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

export function compileTask(name: string, definition: DefinitionOf<"Task">, find: ResourceFinder): State {
  const resource = find(definition.Resource);
  const pickInput = compilePicker(definition.InputPath);
  const template = definition.Parameters === undefined ? undefined : compileTemplate(definition.Parameters);
  const timeoutOf = compileSeconds(definition.TimeoutSeconds, definition.TimeoutSecondsPath);
  const heartbeatOf = compileSeconds(definition.HeartbeatSeconds, definition.HeartbeatSecondsPath);
  const finish = compileResult(definition);
  const handling = compileHandling(definition.Retry, definition.Catch);
  const next = nextOf(definition);
  return {
    name,
    type: "Task",
    targets: [...handling.targets, ...(next === undefined ? [] : [next])],
    run: (entered) =>
      handling.run(entered, async (visit) => {
        const data = pickInput(visit, visit.input);
        visit.test?.see({ afterInputPath: data });
        // Every try has its own token: a failed try's token is spent.
        const callback = resource.waitsForToken
          ? visit.run.around.tokens.issue(visit.run.caller.stateMachineArn)
          : undefined;
        try {
          const scope = scopeOf(visit, data);
          const fullScope = callback ? withToken(scope, callback.token) : scope;
          const parameters = template ? template(fullScope) : data;
          visit.test?.see({ afterParameters: parameters });
          visit.run.weigh(parameters, name);
          const limits = { timeoutSeconds: timeoutOf(visit, data), heartbeatSeconds: heartbeatOf(visit, data) };
          const result = await perform(resource, parameters, limits, visit, callback);
          visit.test?.see({ result });
          return { output: finish(visit, result), next };
        } finally {
          callback?.end();
        }
      }),
  };
}

function compileSeconds(seconds: number | undefined, secondsPath: string | undefined) {
  if (secondsPath === undefined) return () => seconds;
  const path = compilePath(secondsPath);
  return (visit: Visit, data: JsonValue): number => {
    const scope = scopeOf(visit, data);
    const found = path.read(scope);
    if (found === undefined) throw invalidPath(path, scope);
    if (typeof found === "number" && found > 0) return found;
    throw runtimeError(`Invalid path '${secondsPath}' : it must lead to a positive number of seconds`);
  };
}

async function perform(
  task: TaskResource,
  parameters: JsonValue,
  limits: Limits,
  visit: Visit,
  callback: Callback | undefined,
) {
  const { run, trail, stop } = visit;
  const { resourceType, resource } = task;
  const { timeoutSeconds, heartbeatSeconds } = limits;
  run.record(trail, "TaskScheduled", {
    key: "taskScheduledEventDetails",
    fields: {
      resourceType,
      resource,
      region: run.around.region,
      timeoutInSeconds: timeoutSeconds,
      heartbeatInSeconds: heartbeatSeconds,
    },
    payloads: { parameters },
  });
  run.record(trail, "TaskStarted", { key: "taskStartedEventDetails", fields: { resourceType, resource } });
  const endWork = countedWork(visit);
  try {
    const begin = (limit: CallClock | undefined) => {
      const caller = { ...run.caller, stateName: visit.stateName };
      const call = () => task.run(parameters, caller, clockOf(limit, run.limit)).finally(endWork);
      return callback ? returnOf(callback, call, { task, visit, heartbeatSeconds }) : call();
    };
    const result = await bounded(begin, stop, timeoutOf(timeoutSeconds, visit, callback));
    run.weighResult(result, visit.stateName, resourceType);
    run.record(trail, "TaskSucceeded", {
      key: "taskSucceededEventDetails",
      fields: { resourceType, resource },
      payloads: { output: result },
    });
    return result;
  } catch (error) {
    if (error instanceof StateError) recordFailure(visit, task, error);
    else if (!(error instanceof Stopped)) throw unexpected(error, visit, task);
    throw error;
  } finally {
    endWork();
  }
}

/** The limits of the task and its execution combined. Both pause while the call waits for capacity of this machine. */
function clockOf(...limits: readonly (CallClock | undefined)[]): CallClock {
  return {
    hold: () => {
      const releases = limits.map((limit) => limit?.hold());
      return () => {
        for (const release of releases) release?.();
      };
    },
  };
}

/** Counts the call as work until it ends or is abandoned. A wait for a token is not work. */
function countedWork({ run }: Visit): () => void {
  let counted = true;
  run.around.taskBegan();
  return () => {
    if (counted) run.around.taskEnded();
    counted = false;
  };
}

function timeoutOf(seconds: number | undefined, { run }: Visit, callback: Callback | undefined) {
  if (seconds === undefined) return undefined;
  const { pace } = run.around;
  if (!callback) return { ms: pace.timeoutMs(seconds), error: timedOut };
  const error = () => {
    // At once: after the timeout no caller may learn that the token was accepted.
    const late = timedOut();
    callback.fail(late);
    return late;
  };
  return { ms: pace.callbackMs(seconds), error };
}

function recordFailure({ run, trail }: Visit, { resourceType, resource }: TaskResource, error: StateError): void {
  const fields = { resourceType, resource, error: error.error, cause: error.cause };
  if (error.error === "States.Timeout") run.record(trail, "TaskTimedOut", { key: "taskTimedOutEventDetails", fields });
  else run.record(trail, "TaskFailed", { key: "taskFailedEventDetails", fields });
}

/** A service that throws a non-AWS error is broken. The execution sees what AWS shows for a failed connection. */
function unexpected(error: unknown, visit: Visit, task: TaskResource): StateError {
  const cause = `Unable to execute HTTP request: ${error instanceof Error ? error.message : String(error)}`;
  const failure = new StateError(`${task.resourceType}.SdkClientException`, cause);
  recordFailure(visit, task, failure);
  return failure;
}
