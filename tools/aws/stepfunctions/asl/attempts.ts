import type { JsonObject, JsonValue } from "../../../support/json";
import type { Catcher, Retrier } from "./definition";
import { StateError } from "./errors";
import { compileResultPath } from "./result-path";
import type { Run } from "./run";
import type { Outcome, Visit } from "./state";
import type { StateTest } from "./state-test";
import { Stopped } from "./stop";
import { pause } from "./timers";

/** A state's Retry and Catch, compiled. */
export interface Handling {
  readonly targets: readonly string[];
  /**
   * Tries `attempt` until it succeeds, no retrier matches, or its error is fatal. Calls `failed` once, after the last
   * try and before a catcher takes the error.
   */
  run(visit: Visit, attempt: (visit: Visit) => Promise<Outcome>, failed?: () => void): Promise<Outcome>;
}

export function compileHandling(retriers: readonly Retrier[], catchers: readonly Catcher[]): Handling {
  const catches = catchers.map(compileCatcher);
  return {
    targets: catchers.map(({ Next }) => Next),
    run: async (visit, attempt, failed) => {
      if (visit.test) return tryOnce(visit, visit.test, attempt);
      // Counted per retrier and per visit, as on AWS: a state that is entered again starts at zero.
      const tries = retriers.map(() => 0);
      for (let retryCount = 0; ; retryCount += 1) {
        try {
          return await attempt({ ...visit, retryCount });
        } catch (error) {
          if (error instanceof Stopped || visit.stop.stopped) throw error;
          const isFinal = !(error instanceof StateError) || error.fatal;
          const delay = isFinal ? undefined : delayOfRetry(retriers, tries, error, visit.run);
          if (delay === undefined) failed?.();
          if (isFinal) throw error;
          if (delay === undefined) return caught(catches, visit, error);
          await pause(delay, visit.stop);
          visit.run.transitions += 1;
        }
      }
    },
  };

  /** Which retrier or catcher would take the error: test_state_configuration of LocalStack's tests against AWS. */
  async function tryOnce(visit: Visit, test: StateTest, attempt: (visit: Visit) => Promise<Outcome>) {
    const { retryCount } = test.options;
    try {
      return await attempt({ ...visit, retryCount });
    } catch (error) {
      if (!(error instanceof StateError) || error.fatal) throw error;
      const retryIndex = retriers.findIndex(({ ErrorEquals }) => isNamed(ErrorEquals, error));
      const retrier = retriers[retryIndex];
      if (retrier && retryCount < retrier.MaxAttempts) {
        test.see({ errorDetails: { retryIndex, retryBackoffIntervalSeconds: backoff(retrier, retryCount) } });
        test.handled = { status: "RETRIABLE", error };
        throw error;
      }
      const catchIndex = catches.findIndex(({ errors }) => isNamed(errors, error));
      const details = { ...(retrier && { retryIndex }), ...(catchIndex >= 0 && { catchIndex }) };
      if (Object.keys(details).length > 0) test.see({ errorDetails: details });
      const outcome = caught(catches, visit, error);
      test.handled = { status: "CAUGHT_ERROR", error };
      return outcome;
    }
  }
}

/** Milliseconds until the next try; `undefined` if none follows. Only the first retrier that names the error counts. */
function delayOfRetry(retriers: readonly Retrier[], tries: number[], error: StateError, run: Run): number | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => isNamed(ErrorEquals, error));
  const retrier = retriers[index];
  const tried = tries[index];
  if (!retrier || tried === undefined || tried >= retrier.MaxAttempts) return undefined;
  tries[index] = tried + 1;
  const seconds = backoff(retrier, tried);
  return run.around.pace.waitMs(retrier.JitterStrategy === "FULL" ? seconds * run.around.random() : seconds);
}

/** Seconds before the next try. */
function backoff({ IntervalSeconds, BackoffRate, MaxDelaySeconds }: Retrier, tried: number): number {
  return Math.min(IntervalSeconds * BackoffRate ** tried, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
}

interface Catch {
  readonly errors: readonly string[];
  readonly next: string;
  readonly place: (input: JsonValue, error: JsonObject) => JsonValue;
}

function compileCatcher({ ErrorEquals, Next, ResultPath }: Catcher): Catch {
  return { errors: ErrorEquals, next: Next, place: compileResultPath(ResultPath) };
}

function caught(catches: readonly Catch[], { input }: Visit, error: StateError): Outcome {
  const match = catches.find(({ errors }) => isNamed(errors, error));
  if (!match) throw error;
  return { output: match.place(input, described(error)), next: match.next };
}

/** A missing error or cause is null, but a timeout's cause is empty: test_callback and test_task_service_lambda. */
function described({ error, cause }: StateError): JsonObject {
  return { Error: error ?? null, Cause: cause ?? (error === "States.Timeout" ? "" : null) };
}

function isNamed(names: readonly string[], { error, alsoNamed }: StateError): boolean {
  return names.some((name) => {
    if (name === "States.ALL") return true;
    if (name === "States.TaskFailed") return error !== "States.Timeout";
    return name === error || (alsoNamed !== undefined && name === alsoNamed);
  });
}
