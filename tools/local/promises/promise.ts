import type { RunState } from "../run-state";

/** One promise of the platform, checked over the state that a run left behind. */
export interface PlatformPromise {
  /** What is promised, as a sentence. */
  readonly name: string;
  /** Every way in which the promise was broken; none when it held. */
  readonly violations: (state: RunState) => readonly string[];
}
