import { type JsonObject, type JsonValue, jsonBytes } from "../../../support/json";
import type { CallClock } from "../../aws";
import type { Pace } from "../../pace";
import type { ChildWorkflow, RunningChild } from "./child-workflow";
import { dataLimitExceeded } from "./errors";
import { type EventDetails, History, type Trail } from "./history";
import { StopSwitch } from "./stop";
import type { TaskTokens } from "./task-tokens";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: the most that a state takes or gives. */
export const MOST_PAYLOAD_BYTES = 262_144;

/** A service that a Task state calls, found once when the machine is loaded. */
export interface TaskResource {
  /** As history events name it: `dynamodb`, `aws-sdk:sfn` ... */
  readonly resourceType: string;
  /** `putItem`, `startSyncExecution` ... */
  readonly resource: string;
  /** The call only hands a task token out, and the task ends when somebody brings the token back. */
  readonly waitsForToken?: true;
  /** Does it; a failure is a StateError with the error's name as AWS has it. The parameters are not to be changed. */
  run(parameters: JsonValue, caller: TaskCaller, clock?: CallClock): Promise<JsonValue>;
}

/** On whose behalf a task runs. */
export interface TaskCaller {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly roleArn: string;
  /** The state that calls; not known of an execution as a whole. */
  readonly stateName?: string;
}

/** Finds the service behind a Task's Resource; throws UnsupportedDefinition when the local run has none. */
export type ResourceFinder = (resource: string) => TaskResource;

/** What an execution needs from around it. */
export interface Surroundings {
  readonly pace: Pace;
  readonly region: string;
  readonly tokens: TaskTokens;
  /** Starts an execution of its own for a part of a distributed Map. */
  beginChild(child: ChildWorkflow): RunningChild;
  /** In [0, 1): for the jitter of retries. */
  random(): number;
  /** Told when a task begins and when it ends, so that others can see how busy the machine is. */
  taskBegan(): void;
  taskEnded(): void;
}

/** What is known of a Map run: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export interface MapRunRecord {
  readonly arn: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  stoppedAt?: number;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  readonly limits: MapRunLimits;
  /** Puts changed limits into effect; undefined for a Map run that has no children yet, or has ended. */
  limitsChanged?: (() => void) | undefined;
  readonly items: MapRunCounts;
  readonly executions: MapRunCounts;
  redriveCount: number;
  /** Epoch milliseconds. */
  redrivenAt?: number;
}

/** What UpdateMapRun changes. A limit that is not named is undefined. */
export interface MapRunLimits {
  maxConcurrency: number | undefined;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
}

/** Of items or child executions, how many are in which state; those that have not begun are what is missing to `total`. */
export interface MapRunCounts {
  total: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
}

/** One execution while it runs: what all its lines of flow share. */
export class Run {
  readonly history = new History();
  /** States entered, plus retries: what AWS bills a Standard execution for. */
  transitions = 0;
  /** The largest input or output of a state so far, in bytes, and the state's name. */
  largestPayload = { bytes: 0, state: "" };
  /** What ends the execution when its time is over; undefined where nothing does. */
  limit: CallClock | undefined;
  /** Its Map runs, in the order in which they started. */
  readonly mapRuns: MapRunRecord[] = [];

  /** Stops the present attempt. */
  stop = new StopSwitch();

  constructor(
    readonly around: Surroundings,
    readonly caller: TaskCaller,
    /** The `Execution` and `StateMachine` of the context object. */
    public context: { readonly Execution: JsonObject; readonly StateMachine: JsonObject },
  ) {}

  /** Begins another attempt, with these fields of `$$.Execution` added. A redrive counts as a transition. */
  redrive(fields: JsonObject): void {
    this.stop = new StopSwitch();
    this.context = { ...this.context, Execution: { ...this.context.Execution, ...fields } };
    this.transitions += 1;
  }

  record(trail: Trail, type: string, details?: EventDetails): number {
    return this.history.add(trail, type, details);
  }

  /** Counts an input or output of a state in. Over the limit the execution ends: data that were merged have no Catch. */
  weigh(payload: JsonValue, state: string): void {
    const bytes = jsonBytes(payload);
    if (bytes > this.largestPayload.bytes) this.largestPayload = { bytes, state };
    if (bytes > MOST_PAYLOAD_BYTES) throw dataLimitExceeded(state, true);
  }

  /** As {@link weigh} for the raw result of a task, which its state can catch. AWS names the service, not the state. */
  weighResult(result: JsonValue, state: string, resourceType: string): void {
    const bytes = jsonBytes(result);
    if (bytes > this.largestPayload.bytes) this.largestPayload = { bytes, state };
    if (bytes > MOST_PAYLOAD_BYTES) throw dataLimitExceeded(resourceType, false);
  }
}
