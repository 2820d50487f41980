/** What one step of a rehearsal showed. */
export interface Finding {
  readonly step: string;
  /** Whether it is as it must be. */
  readonly ok: boolean;
  /** In a few words, for the table. */
  readonly told: string;
  /** What a person who doubts it wants to know, a line each. */
  readonly details: readonly string[];
}
