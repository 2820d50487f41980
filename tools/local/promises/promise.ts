import type { RunState } from "../run-state";

/** One promise of the platform, checked against the state after a run. */
export interface PlatformPromise {
  /** The promise as a sentence. */
  readonly name: string;
  /** Every way in which the promise was broken; empty if it held. */
  readonly violations: (state: RunState) => readonly string[];
}
