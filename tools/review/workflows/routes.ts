import type { Level } from "../finding";
import { say, type Text } from "../text";
import type { Scope, Site } from "./compare";
import { reachableFrom, siteOf } from "./sites";
import { isCompensation } from "./work";

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
  if (endsIn(reachable(before), "fail") && endsIn(reachable(after), "success")) {
    return { level: "dangerous", text: say`; what ended in a failure now ends as a success, so nothing reports it` };
  }
  return { level: "attention", text: say`` };
}

/** Which compensation is no longer on the way; empty if none is lost. */
export function skippedWords(before: Target, after: Target): Text {
  const still = new Set(reachable(after).map(({ name }) => name));
  // The removal of a state has a finding of its own.
  const skipped = reachable(before).filter(
    (site) => isCompensation(site) && !still.has(site.name) && siteOf(after.scope, site.name) !== undefined,
  );
  if (skipped.length === 0) return say``;
  return say`; on this way the compensation ${skipped.map(({ name }) => name)} is skipped, so earlier steps are not undone`;
}

function reachable({ scope, name }: Target): Site[] {
  return name === undefined ? [] : reachableFrom(scope, name);
}

/** Whether every end that these states reach is a failure, or every one a success. No states end as a success. */
function endsIn(sites: readonly Site[], end: "fail" | "success"): boolean {
  const ends = sites.flatMap(({ state }) =>
    state.Type === "Fail" ? ["fail"] : state.Type === "Succeed" || state.End === true ? ["success"] : [],
  );
  return end === "fail" ? ends.length > 0 && ends.every((each) => each === end) : ends.every((each) => each === end);
}
