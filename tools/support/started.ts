type End = () => unknown;

/** Ends started parts in reverse order, so that no part calls one that has ended. */
export class Started {
  private readonly ends: End[] = [];

  /** Registers how to end the part that has just started. */
  add(end: End): void {
    this.ends.push(end);
  }

  /** Ends each part once, the last started first. */
  async end(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
  }
}

/** Starts several parts. If one cannot start, ends those before it. */
export async function startAll<Whole>(start: (started: Started) => Promise<Whole>): Promise<Whole> {
  const started = new Started();
  try {
    return await start(started);
  } catch (error) {
    await started.end();
    throw error;
  }
}
