/** Keeps the newest entries, so that a run of any length needs the same memory. */
export class BoundedLog<Entry> {
  private entries: Entry[] = [];
  private dropped = 0;

  constructor(private readonly limit: number) {}

  add(entry: Entry): void {
    this.entries.push(entry);
    // Cut in lumps: shifting one at a time would move the whole list each time.
    if (this.entries.length < this.limit * 2) return;
    this.dropped += this.entries.length - this.limit;
    this.entries = this.entries.slice(-this.limit);
  }

  /** At most the newest `limit` entries, oldest first. */
  newest(): readonly Entry[] {
    return this.entries.slice(-this.limit);
  }

  /** How many came in all, those that were dropped included. */
  get count(): number {
    return this.dropped + this.entries.length;
  }
}
