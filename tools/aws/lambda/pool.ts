import type { CallClock } from "../aws";
import { type Invocation, Sandbox, type SandboxOptions } from "./sandbox";

/** What a function may have at once on this machine; more invocations wait for their turn. */
const MOST_SANDBOXES = 4;

/** The sandboxes of one function: as many as are needed at the same time, up to a limit. */
export class SandboxPool {
  private readonly all = new Set<Sandbox>();
  private readonly idle: Sandbox[] = [];
  private readonly waiting: ((sandbox: Sandbox) => void)[] = [];

  constructor(private readonly options: SandboxOptions) {}

  /** Starts the first sandbox ahead of the first invocation. */
  async warm(): Promise<void> {
    const sandbox = this.add();
    await sandbox.ready;
    this.release(sandbox);
  }

  /** On AWS there is a sandbox for every invocation, so `clock` stops while one waits for its turn here. */
  async invoke(event: string, clock?: CallClock): Promise<Invocation> {
    const sandbox = this.free() ?? (await this.turn(clock));
    try {
      // Loading does not count against the function's timeout: on AWS it has ten seconds of its own.
      await sandbox.ready;
      return await sandbox.invoke(event);
    } finally {
      this.release(sandbox);
    }
  }

  /** Ends the sandboxes that serve nobody at the moment, as AWS does now and then: what functions remember is gone. */
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
