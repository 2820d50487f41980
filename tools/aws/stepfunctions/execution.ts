import type { JsonObject, JsonValue } from "../../support/json";
import { StateError } from "./asl/errors";
import { runFlow } from "./asl/flow";
import { describeEvent, type EventDetails, Trail } from "./asl/history";
import { Place } from "./asl/place";
import { Run, type Surroundings } from "./asl/run";
import { Stopped } from "./asl/stop";
import { Countdown } from "./asl/timers";
import type { Machine } from "./machine";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: an Express execution lasts 5 minutes at most. */
const LONGEST_EXPRESS_SECONDS = 300;

/** How an execution ended. */
export interface Ending {
  readonly status: Exclude<ExecutionStatus, "RUNNING">;
  readonly output?: JsonValue | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

export interface ExecutionStart {
  readonly machine: Machine;
  /** The version and the alias that its start named. */
  readonly versionArn?: string | undefined;
  readonly aliasArn?: string | undefined;
  readonly arn: string;
  readonly name: string;
  readonly inputText: string;
  readonly input: JsonValue;
  readonly traceHeader?: string | undefined;
  /** Whether the caller waits for the end. If so, the context object has no RedriveCount: test_express_sync. */
  readonly isSynchronous?: true;
  /** The Map run that started it as a child. */
  readonly mapRunArn?: string | undefined;
}

export interface Redrive {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly clientToken: string | undefined;
}

/** One execution of a state machine, from its start until it is forgotten. It may be redriven after it has ended. */
export class Execution {
  readonly run: Run;
  readonly startedAt = Date.now();
  stoppedAt: number | undefined;
  ending: Ending | undefined;
  /** Fulfilled when the current attempt has ended, in success or not. */
  done: Promise<Ending>;
  /** Oldest first. */
  readonly redrives: Redrive[] = [];

  private readonly mainTrail = new Trail(0);
  private readonly place = new Place();
  private settle: (ending: Ending) => void;
  /** Fulfilled when no part of the current attempt runs any more. */
  private attempt: Promise<void>;
  private limit: Countdown | undefined;

  constructor(
    readonly start: ExecutionStart,
    around: Surroundings,
  ) {
    const { machine, arn, name, input } = start;
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.done = promise;
    this.settle = resolve;
    const caller = { executionArn: arn, stateMachineArn: machine.arn, roleArn: machine.roleArn };
    const context = {
      Execution: {
        Id: arn,
        Input: input,
        Name: name,
        RoleArn: machine.roleArn,
        StartTime: new Date(this.startedAt).toISOString(),
        ...(!start.isSynchronous && { RedriveCount: 0 }),
      },
      StateMachine: { Id: machine.arn, Name: machine.name },
    };
    this.run = new Run(around, caller, context);
    // On AWS the first state's entry has no previous event, not even the start of the execution.
    this.run.record(new Trail(0), "ExecutionStarted", {
      key: "executionStartedEventDetails",
      fields: { roleArn: machine.roleArn },
      payloads: { input },
    });
    this.attempt = this.advance();
  }

  get status(): ExecutionStatus {
    return this.ending?.status ?? "RUNNING";
  }

  /** Ends a running execution from outside. */
  abort(error: string | undefined, cause: string | undefined): void {
    this.end({ status: "ABORTED", error, cause });
  }

  /**
   * Continues an execution that did not succeed, from the states that were not left and with their inputs. Its time
   * limit and its retry counts start again.
   * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
   */
  redrive(clientToken: string | undefined): void {
    const at = Date.now();
    this.redrives.push({ at, clientToken });
    this.ending = undefined;
    this.stoppedAt = undefined;
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.done = promise;
    this.settle = resolve;
    const redriveCount = this.redrives.length;
    this.run.redrive({ RedriveCount: redriveCount, RedriveTime: new Date(at).toISOString() });
    const details = { key: "executionRedrivenEventDetails", fields: { redriveCount } };
    this.run.record(this.mainTrail, "ExecutionRedriven", details);
    this.attempt = this.attempt.then(() => this.advance());
  }

  /** Its events as GetExecutionHistory returns them. */
  events(withData = true): JsonObject[] {
    return this.run.history.events.map((event) => describeEvent(event, withData));
  }

  private async advance(): Promise<void> {
    const { machine, input } = this.start;
    if (this.ending) return;
    this.limit = this.armTimeout();
    this.run.limit = this.limit;
    try {
      const output = await runFlow(machine.compiled.flow, input, {
        run: this.run,
        trail: this.mainTrail,
        stop: this.run.stop,
        place: this.place,
      });
      this.end({ status: "SUCCEEDED", output });
    } catch (error) {
      if (error instanceof Stopped) return;
      this.end({ status: "FAILED", ...describeFailure(error) });
    }
  }

  private armTimeout(): Countdown | undefined {
    const { machine } = this.start;
    const own = machine.compiled.timeoutSeconds;
    const seconds =
      machine.type === "EXPRESS" ? Math.min(own ?? LONGEST_EXPRESS_SECONDS, LONGEST_EXPRESS_SECONDS) : own;
    if (seconds === undefined) return undefined;
    return new Countdown(this.run.around.pace.timeoutMs(seconds), () => this.end({ status: "TIMED_OUT" }));
  }

  private end(ending: Ending): void {
    if (this.ending) return;
    this.ending = ending;
    this.stoppedAt = Date.now();
    this.limit?.cancel();
    this.run.stop.stop();
    this.run.record(this.mainTrail, EVENT_OF_ENDING[ending.status], detailsOf(ending));
    this.settle(ending);
  }
}

const EVENT_OF_ENDING = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
} as const;

function detailsOf({ status, output, error, cause }: Ending): EventDetails {
  const name = EVENT_OF_ENDING[status];
  const key = `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
  return output === undefined ? { key, fields: { error, cause } } : { key, payloads: { output } };
}

/** Anything but a StateError is a bug of the local run, and is shown rather than swallowed. */
function describeFailure(error: unknown): { error: string | undefined; cause: string | undefined } {
  if (error instanceof StateError) return { error: error.error, cause: error.cause };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { error: "States.Runtime", cause: `The local run has a bug: ${message}` };
}
