import type { CallClock } from "../aws";
import { type Invocation, Sandbox, type SandboxOptions } from "./sandbox";

/** The most sandboxes of a function on this machine. Further invocations wait for their turn. */
const MOST_SANDBOXES = 4;

/** The sandboxes of one function: as many as concurrent invocations need, up to a limit. */
export class SandboxPool {
  private readonly all = new Set<Sandbox>();
  private readonly idle: Sandbox[] = [];
  private readonly waiting: ((sandbox: Sandbox) => void)[] = [];

  constructor(private readonly options: SandboxOptions) {}

  /** Starts the first sandbox before the first invocation. */
  async warm(): Promise<void> {
    const sandbox = this.add();
    await sandbox.ready;
    this.release(sandbox);
  }

  /** On AWS every invocation gets a sandbox at once, so `clock` pauses while an invocation waits for its turn here. */
  async invoke(event: string, clock?: CallClock): Promise<Invocation> {
    const sandbox = this.free() ?? (await this.turn(clock));
    try {
      // Loading does not count towards the function's timeout: on AWS it has its own ten seconds.
      await sandbox.ready;
      return await sandbox.invoke(event);
    } finally {
      this.release(sandbox);
    }
  }

  /** Ends the idle sandboxes, as AWS does from time to time. The functions lose their memory. */
  async renew(): Promise<void> {
    const ended = this.idle.splice(0);
    for (const sandbox of ended) this.all.delete(sandbox);
    await Promise.all(ended.map((sandbox) => sandbox.close()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.all].map((sandbox) => sandbox.close()));
  }

  private free(): Sandbox | undefined {
    for (let sandbox = this.idle.pop(); sandbox; sandbox = this.idle.pop()) {
      if (!sandbox.dead) return sandbox;
      this.all.delete(sandbox);
    }
    return this.all.size < MOST_SANDBOXES ? this.add() : undefined;
  }

  private async turn(clock: CallClock | undefined): Promise<Sandbox> {
    const release = clock?.hold();
    try {
      return await new Promise((resolve) => this.waiting.push(resolve));
    } finally {
      release?.();
    }
  }

  private add(): Sandbox {
    const sandbox = new Sandbox(this.options);
    this.all.add(sandbox);
    return sandbox;
  }

  private release(sandbox: Sandbox): void {
    if (sandbox.dead) this.all.delete(sandbox);
    const next = this.waiting.shift();
    if (next) next(sandbox.dead ? this.add() : sandbox);
    else if (!sandbox.dead) this.idle.push(sandbox);
  }
}
