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
  /** Continues a Standard child that ended without success; an Express one can only be started anew. */
  redrive?(): RunningChild;
}

export interface ChildEnding {
  readonly status: string;
  readonly output?: JsonValue | undefined;
}
