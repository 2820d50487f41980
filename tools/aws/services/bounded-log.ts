/** Keeps only the newest entries, so memory does not grow with the length of a run. */
export class BoundedLog<Entry> {
  private entries: Entry[] = [];
  private dropped = 0;

  constructor(private readonly limit: number) {}

  add(entry: Entry): void {
    this.entries.push(entry);
    // Cut in batches: shifting one entry at a time would move the whole list each time.
    if (this.entries.length < this.limit * 2) return;
    this.dropped += this.entries.length - this.limit;
    this.entries = this.entries.slice(-this.limit);
  }

  /** At most the newest `limit` entries, oldest first. */
  newest(): readonly Entry[] {
    return this.entries.slice(-this.limit);
  }

  /** The number of all entries so far, including dropped ones. */
  get count(): number {
    return this.dropped + this.entries.length;
  }
}
