/** The outcome of one step of a rehearsal. */
export interface Finding {
  readonly step: string;
  /** Whether the step passed. */
  readonly ok: boolean;
  /** In a few words, for the table. */
  readonly result: string;
  /** The evidence, a line each. */
  readonly details: readonly string[];
}
