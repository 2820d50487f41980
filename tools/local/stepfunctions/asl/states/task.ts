import type { JsonValue } from "../../../aws";
import { compileHandling } from "../attempts";
import type { DefinitionOf } from "../definition";
import { runtimeError, StateError } from "../errors";
import { compilePath } from "../paths";
import { compileResult } from "../results";
import type { ResourceFinder, TaskResource } from "../run";
import { compilePicker, nextOf, type State, scopeOf, type Visit } from "../state";
import { Stopped } from "../stop";
import { compileTemplate } from "../templates";
import { bounded } from "../timers";

export function compileTask(name: string, definition: DefinitionOf<"Task">, find: ResourceFinder): State {
  const resource = find(definition.Resource);
  const pickInput = compilePicker(definition.InputPath);
  const template = definition.Parameters === undefined ? undefined : compileTemplate(definition.Parameters);
  const timeoutOf = compileTimeout(definition);
  const finish = compileResult(definition);
  const handling = compileHandling(definition.Retry, definition.Catch);
  const next = nextOf(definition);
  return {
    name,
    type: "Task",
    targets: [...handling.targets, ...(next === undefined ? [] : [next])],
    run: (visit) =>
      handling.run(visit, async (retryCount) => {
        const data = pickInput(visit, visit.input);
        const scope = scopeOf(visit, data, retryCount);
        const parameters = template ? template(scope) : data;
        visit.run.weigh(parameters, name);
        const result = await perform(resource, parameters, timeoutOf(visit, data), visit);
        return { output: finish(visit, result, retryCount), next };
      }),
  };
}

/** Seconds after which the task has timed out; `undefined`: never. */
function compileTimeout({ TimeoutSeconds, TimeoutSecondsPath }: DefinitionOf<"Task">) {
  if (TimeoutSecondsPath === undefined) return () => TimeoutSeconds;
  const path = compilePath(TimeoutSecondsPath);
  return (visit: Visit, data: JsonValue): number => {
    const found = path.read(scopeOf(visit, data));
    if (typeof found === "number" && found > 0) return found;
    throw runtimeError(`Invalid path '${TimeoutSecondsPath}' : it must lead to a positive number of seconds`);
  };
}

async function perform(task: TaskResource, parameters: JsonValue, timeoutSeconds: number | undefined, visit: Visit) {
  const { run, trail, stop } = visit;
  const { resourceType, resource } = task;
  run.record(trail, "TaskScheduled", {
    key: "taskScheduledEventDetails",
    fields: { resourceType, resource, region: run.around.region, timeoutInSeconds: timeoutSeconds },
    payloads: { parameters },
  });
  run.record(trail, "TaskStarted", { key: "taskStartedEventDetails", fields: { resourceType, resource } });
  run.around.taskBegan();
  try {
    const timeout =
      timeoutSeconds === undefined ? undefined : { ms: run.around.pace.timeoutMs(timeoutSeconds), error: timedOut };
    const result = await bounded(task.run(parameters, run.caller), stop, timeout);
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
    run.around.taskEnded();
  }
}

function recordFailure({ run, trail }: Visit, { resourceType, resource }: TaskResource, error: StateError): void {
  const fields = { resourceType, resource, error: error.error, cause: error.cause };
  if (error.error === "States.Timeout") run.record(trail, "TaskTimedOut", { key: "taskTimedOutEventDetails", fields });
  else run.record(trail, "TaskFailed", { key: "taskFailedEventDetails", fields });
}

function timedOut(): StateError {
  return new StateError("States.Timeout", undefined);
}

/** A service that threw what is no AWS error is broken; the execution sees it as AWS shows a failed connection. */
function unexpected(error: unknown, visit: Visit, task: TaskResource): StateError {
  const cause = `Unable to execute HTTP request: ${error instanceof Error ? error.message : String(error)}`;
  const failure = new StateError(`${task.resourceType}.SdkClientException`, cause);
  recordFailure(visit, task, failure);
  return failure;
}
