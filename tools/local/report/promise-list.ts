import type { PlatformPromise } from "../promises/promise";
import type { RunState } from "../run-state";

const MAX_SHOWN = 5;

export interface CheckedPromises {
  readonly held: boolean;
  /** One line per promise, with the violations under each broken one. */
  readonly text: string;
}

/** Checks promises against a run. A check that throws counts as a broken promise. */
export function checkPromises(promises: readonly PlatformPromise[], state: RunState): CheckedPromises {
  const checked = promises.map((promise) => ({ promise, violations: violationsOf(promise, state) }));
  const lines = checked.flatMap(({ promise, violations }) => {
    const shown = violations.slice(0, MAX_SHOWN).map((violation) => `          ${violation}`);
    const more = violations.length - shown.length;
    if (more > 0) shown.push(`          and ${more} more`);
    return [`  ${violations.length === 0 ? "held  " : "BROKEN"}  ${promise.name}`, ...shown];
  });
  return { held: checked.every(({ violations }) => violations.length === 0), text: lines.join("\n") };
}

function violationsOf(promise: PlatformPromise, state: RunState): readonly string[] {
  try {
    return promise.violations(state);
  } catch (error) {
    return [`the check failed: ${error instanceof Error ? error.message : String(error)}`];
  }
}
