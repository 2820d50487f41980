import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../../aws";
import type { ChildWorkflow, RunningChild } from "../child-workflow";
import { StateError } from "../errors";
import type { Batch } from "../item-batches";
import type { MapRunCounts, MapRunRecord } from "../run";
import type { Visit } from "../state";

/** How many items may fail, and how many of a hundred; with more the Map run fails. */
export interface Tolerance {
  readonly count: number;
  readonly percentage: number;
}

type Processor = Pick<ChildWorkflow, "flow" | "type" | "stateMachineArn">;

/** The children of one visit of a distributed Map: some at a time, all stopped once more failed than is tolerated. */
export class MapRun {
  private readonly results: (JsonValue | undefined)[] = [];
  private readonly running = new Set<RunningChild>();
  private failedItems = 0;
  private over = false;

  constructor(
    private readonly visit: Visit,
    private readonly processor: Processor,
    private readonly tolerance: Tolerance,
    private readonly totalItems: number,
    private readonly record: MapRunRecord,
  ) {
    record.items.total = totalItems;
  }

  /** The outputs of the children that succeeded, in the order of their batches. */
  async run(batches: Generator<Batch, void>, concurrency: number): Promise<JsonValue[]> {
    const release = this.visit.stop.onStop(() => this.stopAll());
    try {
      const lanes = Array.from({ length: Math.min(concurrency, this.totalItems) }, () => this.lane(batches));
      await Promise.all(lanes);
    } finally {
      release();
    }
    this.visit.stop.throwIfStopped();
    if (this.isExceeded) throw exceeded();
    return this.results.filter((result) => result !== undefined);
  }

  private async lane(batches: Generator<Batch, void>): Promise<void> {
    for (let batch = this.take(batches); batch; batch = this.take(batches)) {
      const index = this.results.push(undefined) - 1;
      const ended = await this.process(batch);
      if (ended.status === "SUCCEEDED") this.results[index] = ended.output ?? null;
      else this.failedItems += batch.items;
      if (this.isExceeded) this.stopAll();
    }
  }

  private take(batches: Generator<Batch, void>): Batch | undefined {
    if (this.over) return undefined;
    const { value, done } = batches.next();
    return done ? undefined : value;
  }

  private async process({ input, items }: Batch) {
    const { executions, items: ofItems } = this.record;
    const child = this.begin(input);
    this.running.add(child);
    executions.total += 1;
    executions.running += 1;
    ofItems.running += items;
    const ended = await child.done;
    this.running.delete(child);
    executions.running -= 1;
    ofItems.running -= items;
    const ending = COUNTED_AS[ended.status] ?? "failed";
    executions[ending] += 1;
    ofItems[ending] += items;
    return ended;
  }

  /** A batch that is too large or may not be started fails the whole Map run. */
  private begin(input: JsonValue): RunningChild {
    const { run, stateName } = this.visit;
    try {
      run.weigh(input, stateName);
      return run.around.beginChild({ ...this.processor, roleArn: run.caller.roleArn, name: randomUUID(), input });
    } catch (error) {
      this.stopAll();
      throw error;
    }
  }

  private get isExceeded(): boolean {
    const { count, percentage } = this.tolerance;
    return this.failedItems > count || (this.failedItems * 100) / this.totalItems > percentage;
  }

  private stopAll(): void {
    this.over = true;
    for (const child of this.running) child.stop();
  }
}

const COUNTED_AS: Readonly<Record<string, Exclude<keyof MapRunCounts, "total" | "running">>> = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
};

function exceeded(): StateError {
  return new StateError(
    "States.ExceedToleratedFailureThreshold",
    "The specified tolerated failure threshold was exceeded",
  );
}
