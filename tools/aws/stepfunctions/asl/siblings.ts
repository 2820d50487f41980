import type { JsonValue } from "../../../support/json";
import { Trail } from "./history";
import { Place } from "./place";
import type { Lines, Visit } from "./state";
import { Stopped, StopSwitch } from "./stop";

/** One of several lines of flow that run side by side: an iteration of a Map, a branch of a Parallel. */
export interface Sibling {
  readonly trail: Trail;
  /** Records how the line ended, if its kind has an event for that. */
  ended?(how: "Failed" | "Aborted", after: Trail): void;
}

/**
 * The lines of this try. The first try after a redrive continues the lines of the last try: only failed and aborted
 * ones run again. https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-behavior-states
 */
export function linesOf({ progress, retryCount }: Visit, count: number, start: () => number): Lines {
  if (progress.lines && retryCount === 0) return progress.lines;
  progress.lines = { startedId: start(), places: Array.from({ length: count }, () => new Place()) };
  return progress.lines;
}

/** The state types for which the API has a `…StateAborted` event. The others take no time. */
const ABORTABLE: ReadonlySet<string> = new Set(["Task", "Wait", "Map", "Parallel"]);

/**
 * The lines of one try of a Map or a Parallel. The first that fails stops the others. The events that end the lines
 * follow the last event of the failed line. So does the next event: another try, or the failure of the state. Recorded
 * in test_timeouts (test_service_lambda_map_timeout) and test_callback
 * (test_sqs_failure_in_wait_for_task_tok_no_error_field) of LocalStack's tests against AWS.
 */
export class Siblings {
  readonly stop = new StopSwitch();
  /** Why the try failed, and the id of the failed line's last event. */
  failure: { readonly error: unknown; readonly lastEventId: number } | undefined;
  /** Stops listening to the surrounding flow. */
  readonly release: () => void;
  private readonly running = new Set<Sibling>();

  constructor(private readonly visit: Visit) {
    this.release = visit.stop.onStop(() => this.abandon());
  }

  /** Runs one line's work. The work must throw Stopped once `stop` is stopped. */
  async run(sibling: Sibling, work: () => Promise<JsonValue>): Promise<JsonValue> {
    this.running.add(sibling);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Stopped)) this.fail(sibling, error);
      throw error;
    } finally {
      this.running.delete(sibling);
    }
  }

  private fail(failed: Sibling, error: unknown): void {
    if (this.failure || this.stop.stopped) return;
    const lastEventId = failed.trail.last;
    this.failure = { error, lastEventId };
    this.running.delete(failed);
    this.close(failed, "Failed", lastEventId);
    this.stop.stop();
    for (const other of this.running) this.close(other, "Aborted", lastEventId);
  }

  /** Stops the lines with the surrounding flow. An execution that has ended records nothing more. */
  private abandon(): void {
    this.stop.stop();
    if (this.visit.run.stop.stopped) return;
    for (const sibling of this.running) this.close(sibling, "Aborted", sibling.trail.last);
  }

  private close(sibling: Sibling, how: "Failed" | "Aborted", after: number): void {
    sibling.ended?.(how, new Trail(after));
    const open = sibling.trail.openType;
    if (open !== undefined && ABORTABLE.has(open)) this.visit.run.record(new Trail(after), `${open}StateAborted`);
  }
}
