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
    /** A second name that Retry and Catch match, and that nothing shows. */
    readonly alsoNamed?: string,
  ) {
    super(`${error ?? "(no error name)"}: ${cause ?? ""}`);
    this.name = "StateError";
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: a task ran for longer than it may. */
export function timedOut(): StateError {
  return new StateError("States.Timeout", undefined);
}

/** No heartbeat came in time: AWS shows it as a timeout too, and lets only Retry and Catch tell the two apart. */
export function heartbeatTimedOut(): StateError {
  return new StateError("States.Timeout", undefined, false, "States.HeartbeatTimeout");
}

/** What the definition asks of its data cannot be done: always ends the execution. */
export function runtimeError(cause: string): StateError {
  return new StateError("States.Runtime", cause, true);
}

/** A payload over the limit. From a task it can be caught; where data were merged it ends the execution. */
export function dataLimitExceeded(what: string, fatal: boolean): StateError {
  const cause = `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError("States.DataLimitExceeded", cause, fatal);
}

/** A definition that this interpreter cannot run as AWS would: told when the machine is loaded, never while it runs. */
export class UnsupportedDefinition extends Error {
  override readonly name = "UnsupportedDefinition";
}
