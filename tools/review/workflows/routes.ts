import type { Level } from "../finding";
import { say, type Text } from "../text";
import type { Scope } from "./compare";
import { graphOf } from "./graph";
import { siteOf } from "./sites";

/** A place that a state leads to. An undefined name ends the machine. */
export interface Target {
  readonly scope: Scope;
  readonly name: unknown;
}

/** What a change of the way does: compensation that is skipped, or a failure that now looks like a success. */
export interface Reroute {
  readonly level: Level;
  /** Words that end a sentence; empty if there is nothing to say. */
  readonly text: Text;
}

export function reroute(before: Target, after: Target): Reroute {
  const skipped = skippedWords(before, after);
  if (skipped.parts.length > 0) return { level: "dangerous", text: skipped };
  const [was, is] = [endsOf(before), endsOf(after)];
  if (was.isFailure && !was.isSuccess && is.isSuccess && !is.isFailure) {
    return { level: "dangerous", text: say`; what ended in a failure now ends as a success, so nothing reports it` };
  }
  return { level: "attention", text: say`` };
}

/** Which compensation is no longer on the way; empty if none is lost. */
export function skippedWords(before: Target, after: Target): Text {
  const now = graphOf(after.scope.machine).compensations;
  const skipped = [...graphOf(before.scope.machine).compensations].flatMap(([name, leading]) => {
    const isLost = leading.has(before.name) && !now.get(name)?.has(after.name);
    // The removal of a state has a finding of its own.
    return isLost && siteOf(after.scope, name) !== undefined ? [name] : [];
  });
  if (skipped.length === 0) return say``;
  return say`; on this way the compensation ${skipped} is skipped, so earlier steps are not undone`;
}

function endsOf({ scope, name }: Target): { readonly isFailure: boolean; readonly isSuccess: boolean } {
  const { toFailure, toSuccess } = graphOf(scope.machine);
  return { isFailure: toFailure.has(name), isSuccess: name === undefined || toSuccess.has(name) };
}
