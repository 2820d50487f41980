import type { JsonValue } from "../../../../support/json";
import { heartbeatTimedOut } from "../errors";
import type { TaskResource } from "../run";
import type { Visit } from "../state";
import { Stopped } from "../stop";
import type { Callback } from "../task-tokens";
import { runAfter } from "../timers";

export interface CallbackOf {
  readonly task: TaskResource;
  readonly visit: Visit;
  readonly heartbeatSeconds: number | undefined;
}

/**
 * The result that the task's token comes back with, after `call` has handed the token out. If the token comes back
 * before the call has answered, the task waits for the answer. At most the given seconds may pass between two
 * heartbeats.
 */
export async function returnOf(
  callback: Callback,
  call: () => Promise<JsonValue>,
  { task, visit, heartbeatSeconds }: CallbackOf,
): Promise<JsonValue> {
  const cancelWatch = heartbeatSeconds === undefined ? () => {} : watchHeartbeats(callback, heartbeatSeconds, visit);
  const release = visit.stop.onStop(() => callback.fail(new Stopped()));
  try {
    const output = await Promise.race([call(), failureOf(callback)]);
    const { resourceType, resource } = task;
    visit.run.record(visit.trail, "TaskSubmitted", {
      key: "taskSubmittedEventDetails",
      fields: { resourceType, resource },
      payloads: { output },
    });
    return await callback.result;
  } finally {
    cancelWatch();
    release();
  }
}

/** Ends only if the wait fails, when the call's answer no longer matters. */
function failureOf({ result }: Callback): Promise<never> {
  return result.then(() => new Promise<never>(() => {}));
}

/** The answer cancels the watch. */
function watchHeartbeats(callback: Callback, seconds: number, { run }: Visit): () => void {
  const ms = run.around.pace.callbackMs(seconds);
  let cancel = () => {};
  const arm = () => {
    cancel();
    cancel = runAfter(ms, () => callback.fail(heartbeatTimedOut()));
  };
  callback.onHeartbeat(arm);
  arm();
  return () => cancel();
}
