type End = () => unknown;

/** What was started, to be ended in reverse: nobody calls a part that has gone. */
export class Started {
  private readonly ends: End[] = [];

  /** Takes how to end what has just been started. */
  add(end: End): void {
    this.ends.push(end);
  }

  /** Ends each part once, the last started first. */
  async end(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
  }
}

/** Starts something of several parts. Where a part cannot be started, those before it are ended. */
export async function startAll<Whole>(start: (started: Started) => Promise<Whole>): Promise<Whole> {
  const started = new Started();
  try {
    return await start(started);
  } catch (error) {
    await started.end();
    throw error;
  }
}
