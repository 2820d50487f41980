import type { Plan, ResourceChange } from "../../terraform/plan";
import { isSameValue, type PlanValue } from "../../terraform/plan-value";
import { type Difference, differencesOf, within } from "../attributes/difference";
import { shownPair } from "../attributes/show";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { join, say, type Text } from "../text";
import { isNoise, isSetElsewhere, saysNothing } from "./drift-noise";
import { found } from "./found";

/** The most parts of one attribute that a sentence names. */
const MOST_PARTS = 5;

/**
 * Says what somebody changed or deleted outside Terraform, and whether the plan reverts or keeps it. Terraform also lists
 * what only AWS or another resource of the plan fills in, such as empty tags and counts after a first deploy: that is left out.
 */
export function examineDrift({ plans }: Subject): readonly Finding[] {
  return plans.flatMap((plan) => {
    const current = plan.changes.filter(({ deposed }) => deposed === undefined);
    const changes = new Map(current.map((change) => [change.address, change]));
    return plan.drift
      .filter(({ mode }) => mode === "managed")
      .flatMap((drift) => drifted(plan, drift, changes.get(drift.address)));
  });
}

function drifted(plan: Plan, drift: ResourceChange, change: ResourceChange | undefined): readonly Finding[] {
  const { address, kind, before, after } = drift;
  const at = { plan: plan.name, address };
  if (kind === "destroy") {
    const then =
      change?.kind === "create"
        ? say`this plan creates it again, without what it held`
        : say`this plan does not create it again`;
    return [found(at, "attention", "drift-deleted", say`Drift: ${address} was deleted outside Terraform; ${then}`)];
  }
  return differencesOf(before, after)
    .filter((difference) => !leavesOf(difference).every(saysNothing))
    .filter((difference) => !isNoise(plan, drift, difference, change) && !isSetElsewhere(plan, drift, difference))
    .map((difference) => {
      const level = /^tags/.test(difference.pattern) ? "safe" : "attention";
      const text = say`Drift: ${address} was changed outside Terraform: ${partsOf(difference)}; ${outcome(drift, difference, change)}`;
      return found(at, level, "drift", text);
    });
}

/** What of an attribute changed, part by part for a document or a block. */
function partsOf(difference: Difference): Text {
  const leaves = leavesOf(difference);
  const named = leaves.slice(0, MOST_PARTS).map(({ path, before, after }) => {
    const [was, is] = shownPair(path, before, after);
    return say`${path} ${was} → ${is}`;
  });
  const rest = leaves.length - named.length;
  return rest > 0 ? say`${join(named)} and ${rest} more` : join(named);
}

function leavesOf(difference: Difference): readonly Difference[] {
  const { before, after } = difference;
  const inner = before === undefined || after === undefined ? [] : within(difference);
  return inner.length === 0 ? [difference] : inner.flatMap(leavesOf);
}

function outcome(drift: ResourceChange, { pattern }: Difference, change: ResourceChange | undefined): Text {
  const [was, is] = [valueAt(change?.before, pattern), valueAt(change?.after, pattern)];
  if (change === undefined || change.kind === "no-op" || isSameValue(was, is)) return say`this plan keeps it`;
  const isReverted = isSameValue(is, valueAt(drift.before, pattern));
  return isReverted ? say`this plan reverts it` : say`this plan changes it again`;
}

function valueAt(values: ResourceChange["after"], name: string): PlanValue | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}
