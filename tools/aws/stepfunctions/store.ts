import type { Execution } from "./execution";

/** On AWS, Express executions leave only logs behind. Here only the latest are kept, for inspection. */
const MOST_EXPRESS_EXECUTIONS = 2_000;
const MOST_EXPRESS_EVENTS = 200_000;

/** The executions that the local run remembers: every Standard one and the latest Express ones that have ended. */
export class ExecutionStore {
  private readonly byArn = new Map<string, Execution>();
  private readonly standardOf = new Map<string, Execution[]>();
  private readonly running = new Set<Execution>();
  private readonly expressEnded: Execution[] = [];
  private expressEvents = 0;

  add(execution: Execution): void {
    const { arn, machine } = execution.start;
    this.byArn.set(arn, execution);
    if (machine.type === "STANDARD") {
      const list = this.standardOf.get(machine.arn);
      if (list) list.push(execution);
      else this.standardOf.set(machine.arn, [execution]);
    }
    this.follow(execution);
  }

  /** Counts a new or redriven execution as running until it ends. */
  follow(execution: Execution): void {
    this.running.add(execution);
    void execution.done.then(() => {
      this.running.delete(execution);
      if (execution.start.machine.type === "EXPRESS") this.keepLatest(execution);
    });
  }

  find(arn: string): Execution | undefined {
    return this.byArn.get(arn);
  }

  /** The Standard executions of a machine, oldest first. */
  standard(machineArn: string): readonly Execution[] {
    return this.standardOf.get(machineArn) ?? [];
  }

  /** All remembered executions, oldest first. */
  all(): Iterable<Execution> {
    return this.byArn.values();
  }

  stillRunning(): readonly Execution[] {
    return [...this.running];
  }

  private keepLatest(ended: Execution): void {
    this.expressEnded.push(ended);
    this.expressEvents += ended.run.history.events.length;
    while (this.expressEnded.length > MOST_EXPRESS_EXECUTIONS || this.expressEvents > MOST_EXPRESS_EVENTS) {
      const oldest = this.expressEnded.shift();
      if (!oldest) return;
      this.expressEvents -= oldest.run.history.events.length;
      this.byArn.delete(oldest.start.arn);
    }
  }
}
