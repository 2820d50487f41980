/**
 * An error of a state, with the name that Retry and Catch match. A fatal one ends the execution past every Retry and
 * Catch, as States.Runtime does on AWS.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateError extends Error {
  constructor(
    readonly error: string | undefined,
    override readonly cause: string | undefined,
    readonly fatal = false,
    /** A second name that Retry and Catch match, but that no history or output shows. */
    readonly alsoNamed?: string,
  ) {
    super(`${error ?? "(no error name)"}: ${cause ?? ""}`);
    this.name = "StateError";
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: a task ran for longer than its limit. */
export function timedOut(): StateError {
  return new StateError("States.Timeout", undefined);
}

/** No heartbeat came in time. AWS shows this as a timeout too; only Retry and Catch distinguish the two. */
export function heartbeatTimedOut(): StateError {
  return new StateError("States.Timeout", undefined, false, "States.HeartbeatTimeout");
}

/** The definition asks something of its data that cannot be done. It always ends the execution. */
export function runtimeError(cause: string): StateError {
  return new StateError("States.Runtime", cause, true);
}

/** A payload over the limit. A state can catch it for a task's result; for merged data it ends the execution. */
export function dataLimitExceeded(what: string, fatal: boolean): StateError {
  const cause = `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError("States.DataLimitExceeded", cause, fatal);
}

/** A definition that this interpreter cannot run as AWS would. Thrown when the machine is loaded, never later. */
export class UnsupportedDefinition extends Error {
  override readonly name = "UnsupportedDefinition";
}
