import type { JsonValue } from "../../../support/json";
import type { Flow } from "./flow";

/** An execution that a distributed Map starts for a batch or an item. */
export interface ChildWorkflow {
  /** `<ARN of the parent's machine>/<label of the Map>`. */
  readonly stateMachineArn: string;
  readonly mapRunArn: string;
  readonly type: "STANDARD" | "EXPRESS";
  /** The role of the parent's machine. */
  readonly roleArn: string;
  readonly flow: Flow;
  readonly name: string;
  readonly input: JsonValue;
}

export interface RunningChild {
  readonly done: Promise<ChildEnding>;
  stop(): void;
  /** Redrives a Standard child that did not succeed. An Express child can only be started again. */
  redrive?(): RunningChild;
}

export interface ChildEnding {
  readonly status: string;
  readonly output?: JsonValue | undefined;
}
