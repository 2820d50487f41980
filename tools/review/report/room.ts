/** Counts down the bytes that a report may still take. */
export class Room {
  constructor(private left: number) {}

  /** Whether the lines still fit; if so, they take their part. */
  takes(...lines: readonly string[]): boolean {
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }
}
