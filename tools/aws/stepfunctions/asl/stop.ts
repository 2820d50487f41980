/** Thrown through a flow that was stopped from outside. It is no error of a state: nothing retries or catches it. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Stops an execution, or a part of it with all its own parts. Lighter than AbortSignal, of which a Map would pile up many. */
export class StopSwitch {
  stopped = false;
  private readonly hooks = new Set<() => void>();

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    for (const hook of [...this.hooks]) hook();
    this.hooks.clear();
  }

  /** Calls `hook` on a stop; the answer takes it away again. */
  onStop(hook: () => void): () => void {
    if (this.stopped) hook();
    else this.hooks.add(hook);
    return () => this.hooks.delete(hook);
  }

  throwIfStopped(): void {
    if (this.stopped) throw new Stopped();
  }
}
