import { type JsonObject, type JsonValue, jsonBytes } from "../../../support/json";
import type { CallClock } from "../../aws";
import type { Pace } from "../../pace";
import type { ChildWorkflow, RunningChild } from "./child-workflow";
import { dataLimitExceeded } from "./errors";
import { type EventDetails, History, type Trail } from "./history";
import { StopSwitch } from "./stop";
import type { TaskTokens } from "./task-tokens";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: the largest input or output of a state. */
export const MOST_PAYLOAD_BYTES = 262_144;

/** A service that a Task state calls, looked up once when the machine is loaded. */
export interface TaskResource {
  /** As history events name it: `dynamodb`, `aws-sdk:sfn` ... */
  readonly resourceType: string;
  /** `putItem`, `startSyncExecution` ... */
  readonly resource: string;
  /** The call only hands out a task token. The task ends when the token is sent back. */
  readonly waitsForToken?: true;
  /** Makes the call. Throws a StateError with AWS's name of the error. Must not change the parameters. */
  run(parameters: JsonValue, caller: TaskCaller, clock?: CallClock): Promise<JsonValue>;
}

/** The execution and state on whose behalf a task runs. */
export interface TaskCaller {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly roleArn: string;
  /** The calling state; undefined for the execution as a whole. */
  readonly stateName?: string;
}

/** Finds the service behind a Task's Resource. Throws UnsupportedDefinition if the local run does not have it. */
export type ResourceFinder = (resource: string) => TaskResource;

/** The surroundings of an execution. */
export interface Surroundings {
  readonly pace: Pace;
  readonly region: string;
  readonly tokens: TaskTokens;
  /** Starts a child execution for a part of a distributed Map. */
  beginChild(child: ChildWorkflow): RunningChild;
  /** In [0, 1), for the jitter of retries. */
  random(): number;
  /** Called when a task begins and when it ends; shows how busy the machine is. */
  taskBegan(): void;
  taskEnded(): void;
}

/** The record of a Map run: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export interface MapRunRecord {
  readonly arn: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  stoppedAt?: number;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  readonly limits: MapRunLimits;
  /** Applies changed limits; undefined for a Map run that has no children yet, or has ended. */
  limitsChanged?: (() => void) | undefined;
  readonly items: MapRunCounts;
  readonly executions: MapRunCounts;
  redriveCount: number;
  /** Epoch milliseconds. */
  redrivenAt?: number;
}

/** The limits that UpdateMapRun changes. A limit that is not given is undefined. */
export interface MapRunLimits {
  maxConcurrency: number | undefined;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
}

/** The number of items or child executions in each state. The rest of `total` has not begun. */
export interface MapRunCounts {
  total: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
}

/** The state of a running execution, shared by all its lines of flow. */
export class Run {
  readonly history = new History();
  /** States entered plus retries, as AWS bills a Standard execution. */
  transitions = 0;
  /** The largest input or output of a state so far, in bytes, and the state's name. */
  largestPayload = { bytes: 0, state: "" };
  /** The time limit of the execution; undefined if it has none. */
  limit: CallClock | undefined;
  /** Its Map runs, in order of their start. */
  readonly mapRuns: MapRunRecord[] = [];

  /** Stops the present attempt. */
  stop = new StopSwitch();

  constructor(
    readonly around: Surroundings,
    readonly caller: TaskCaller,
    /** The `Execution` and `StateMachine` of the context object. */
    public context: { readonly Execution: JsonObject; readonly StateMachine: JsonObject },
  ) {}

  /** Begins another attempt, with these fields added to `$$.Execution`. A redrive counts as a transition. */
  redrive(fields: JsonObject): void {
    this.stop = new StopSwitch();
    this.context = { ...this.context, Execution: { ...this.context.Execution, ...fields } };
    this.transitions += 1;
  }

  record(trail: Trail, type: string, details?: EventDetails): number {
    return this.history.add(trail, type, details);
  }

  /** Records the size of an input or output of a state. Over the limit the execution ends: Catch has no effect here. */
  weigh(payload: JsonValue, state: string): void {
    const bytes = jsonBytes(payload);
    if (bytes > this.largestPayload.bytes) this.largestPayload = { bytes, state };
    if (bytes > MOST_PAYLOAD_BYTES) throw dataLimitExceeded(state, true);
  }

  /** As {@link weigh}, for a task's raw result: the state can catch the error. AWS names the service, not the state. */
  weighResult(result: JsonValue, state: string, resourceType: string): void {
    const bytes = jsonBytes(result);
    if (bytes > this.largestPayload.bytes) this.largestPayload = { bytes, state };
    if (bytes > MOST_PAYLOAD_BYTES) throw dataLimitExceeded(resourceType, false);
  }
}
