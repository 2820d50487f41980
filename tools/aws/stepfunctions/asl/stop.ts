/** Thrown through a flow that was stopped from outside. It is not a state error: nothing retries or catches it. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Stops an execution, or one of its parts with everything in it. Lighter than AbortSignal: a Map needs many. */
export class StopSwitch {
  stopped = false;
  private readonly hooks = new Set<() => void>();

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    for (const hook of [...this.hooks]) hook();
    this.hooks.clear();
  }

  /** Calls `hook` on a stop. Returns a function that removes the hook. */
  onStop(hook: () => void): () => void {
    if (this.stopped) hook();
    else this.hooks.add(hook);
    return () => this.hooks.delete(hook);
  }

  throwIfStopped(): void {
    if (this.stopped) throw new Stopped();
  }
}
