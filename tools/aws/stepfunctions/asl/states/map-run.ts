import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../../../support/json";
import type { ChildWorkflow, RunningChild } from "../child-workflow";
import { StateError } from "../errors";
import type { Batch } from "../item-batches";
import type { MapRunCounts, MapRunRecord } from "../run";
import type { RedrivableMapRun, Visit } from "../state";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html: AWS's concurrency without a limit. */
const DEFAULT_CONCURRENCY = 10_000;

type Processor = Pick<ChildWorkflow, "flow" | "type" | "stateMachineArn" | "mapRunArn">;

/** The work of one child. */
interface Work extends Batch {
  readonly index: number;
  /** The child that did not succeed, and how it ended. */
  readonly earlier?: { readonly child: RunningChild; readonly ending: Ending };
}

type Ending = Exclude<keyof MapRunCounts, "total" | "running">;

/** The children of one visit of a distributed Map. Runs some at a time; stops all when too many have failed. */
export class MapRun implements RedrivableMapRun {
  private readonly results: (JsonValue | undefined)[] = [];
  private readonly running = new Set<RunningChild>();
  private unsuccessful: Work[] = [];
  /** The work that a redrive must still repeat. */
  private again: Work[] = [];
  private readonly lanes = new Set<Promise<void>>();
  /** The number of lanes that take work. */
  private width = 0;
  private readonly faults: unknown[] = [];
  private failedItems = 0;
  private over = false;

  constructor(
    private visit: Visit,
    private readonly processor: Processor,
    private readonly totalItems: number,
    private readonly batches: Generator<Batch, void>,
    readonly record: MapRunRecord,
  ) {
    record.items.total = totalItems;
  }

  /**
   * Runs again the children that did not succeed: redrives Standard children and starts Express children again.
   * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html
   */
  redrive(visit: Visit): Promise<JsonValue[]> {
    this.visit = visit;
    this.again = [...this.unsuccessful, ...this.again];
    this.unsuccessful = [];
    this.failedItems = 0;
    this.over = false;
    return this.run();
  }

  /** The outputs of the successful children, in the order of their batches. */
  async run(): Promise<JsonValue[]> {
    const release = this.visit.stop.onStop(() => this.stopAll());
    this.record.limitsChanged = () => {
      if (this.isExceeded) this.stopAll();
      this.openLanes();
    };
    this.faults.length = 0;
    this.openLanes();
    // More lanes may open while these are awaited.
    while (this.lanes.size > 0) await Promise.all(this.lanes);
    this.record.limitsChanged = undefined;
    release();
    if (this.faults.length > 0) throw this.faults[0];
    this.visit.stop.throwIfStopped();
    if (this.isExceeded) throw exceeded();
    return this.results.filter((result) => result !== undefined);
  }

  /** Opens as many lanes as the limit allows. A lane without work ends at once, and then no other opens. */
  private openLanes(): void {
    let width = -1;
    while (width < this.width && this.width < Math.min(this.concurrency, this.totalItems)) {
      width = this.width;
      this.width += 1;
      const lane: Promise<void> = this.lane()
        .catch((error: unknown) => {
          this.faults.push(error);
        })
        .finally(() => this.lanes.delete(lane));
      this.lanes.add(lane);
    }
  }

  private async lane(): Promise<void> {
    try {
      for (let work = this.take(); work; work = this.take()) {
        const ended = await this.process(work);
        if (ended.status === "SUCCEEDED") this.results[work.index] = ended.output ?? null;
        else this.failedItems += work.items;
        if (this.isExceeded) this.stopAll();
      }
    } finally {
      this.width -= 1;
    }
  }

  private take(): Work | undefined {
    if (this.over || this.width > this.concurrency) return undefined;
    const again = this.again.shift();
    if (again) return again;
    const { value, done } = this.nextBatch();
    return done ? undefined : { ...value, index: this.results.push(undefined) - 1 };
  }

  private nextBatch(): IteratorResult<Batch, void> {
    try {
      return this.batches.next();
    } catch (error) {
      // A batch that cannot be made also ends the remaining ones, so a redrive needs another Map run.
      this.visit.progress.mapRun = undefined;
      throw error;
    }
  }

  private async process(work: Work) {
    const { executions, items: ofItems } = this.record;
    const { items, earlier } = work;
    const child = this.begin(work);
    if (earlier) {
      executions.total -= 1;
      executions[earlier.ending] -= 1;
      ofItems[earlier.ending] -= items;
    }
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
    if (ending !== "succeeded") this.unsuccessful.push({ ...work, earlier: { child, ending } });
    return ended;
  }

  /** A batch that is too large, or whose start is denied, fails the whole Map run. */
  private begin(work: Work): RunningChild {
    const { run, stateName } = this.visit;
    const { input, earlier } = work;
    try {
      const redriven = earlier?.child.redrive?.();
      if (redriven) return redriven;
      run.weigh(input, stateName);
      return run.around.beginChild({ ...this.processor, roleArn: run.caller.roleArn, name: randomUUID(), input });
    } catch (error) {
      this.unsuccessful.push(work);
      this.stopAll();
      throw error;
    }
  }

  private get concurrency(): number {
    return this.record.limits.maxConcurrency || DEFAULT_CONCURRENCY;
  }

  /** Without a threshold no failure is tolerated. If only the count or the percentage is given, only that counts. */
  private get isExceeded(): boolean {
    const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = this.record.limits;
    if (count === undefined && percentage === undefined) return this.failedItems > 0;
    const isOverCount = count !== undefined && this.failedItems > count;
    return isOverCount || (percentage !== undefined && (this.failedItems * 100) / this.totalItems > percentage);
  }

  private stopAll(): void {
    this.over = true;
    for (const child of this.running) child.stop();
  }
}

const COUNTED_AS: Readonly<Record<string, Ending>> = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
};

export function exceeded(): StateError {
  return new StateError(
    "States.ExceedToleratedFailureThreshold",
    "The specified tolerated failure threshold was exceeded",
  );
}
