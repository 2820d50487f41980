import type { Plan } from "../../terraform/plan";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { say } from "../text";
import { found } from "./found";

/**
 * Says what holds for a plan as a whole: it is incomplete, destroys everything or changes nothing but the state.
 * Source: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function examineWhole({ plans }: Subject): readonly Finding[] {
  return plans.flatMap((plan) => [
    ...missingChanges(plan),
    ...destroyPlan(plan),
    ...refreshOnly(plan),
    ...unread(plan),
  ]);
}

function missingChanges(plan: Plan): readonly Finding[] {
  const at = { plan: plan.name };
  if (plan.isErrored) {
    const text = say`Planning failed with an error, so this plan is incomplete: changes are missing from it. Correct the error and plan again`;
    return [found(at, "attention", "plan-errored", text)];
  }
  if (plan.isComplete) return [];
  const why =
    plan.deferred.length > 0
      ? say`changes are deferred (${plan.deferred.length})`
      : say`it is targeted (-target or -exclude), or defers changes`;
  const text = say`This plan is incomplete: ${why}, so applying it leaves changes for a later plan`;
  return [found(at, "attention", "plan-incomplete", text)];
}

/** Terraform gives a reason for whatever the configuration dropped, and none for what `-destroy` deletes. */
function destroyPlan(plan: Plan): readonly Finding[] {
  const managed = plan.changes.filter(({ mode }) => mode === "managed");
  const isDestroy = managed.every(
    ({ kind, reason, address }) =>
      kind === "destroy" && reason === undefined && plan.configuration.resource(address) !== undefined,
  );
  if (managed.length === 0 || !isDestroy) return [];
  const text = say`This is a destroy plan: it destroys everything that the state holds (resources: ${managed.length})`;
  return [found({ plan: plan.name }, "dangerous", "destroy-plan", text)];
}

function refreshOnly(plan: Plan): readonly Finding[] {
  const isChanging = [...plan.changes, ...plan.outputs].some(({ kind }) => kind !== "no-op" && kind !== "read");
  if (plan.json.applyable !== true || isChanging || plan.drift.length === 0) return [];
  if (plan.changes.some(({ previousAddress, importing }) => previousAddress !== undefined || importing !== undefined)) {
    return [];
  }
  const text = say`This is a refresh-only plan: it changes nothing in AWS, and records in the state what was changed outside Terraform (${plan.drift.length} drifted)`;
  return [found({ plan: plan.name }, "attention", "refresh-only", text)];
}

function unread(plan: Plan): readonly Finding[] {
  return plan.changes
    .filter(({ kind }) => kind === "other")
    .map(({ address, actions }) =>
      found(
        { plan: plan.name, address },
        "attention",
        "unknown-action",
        say`${address} has an unknown action, ${actions.length === 0 ? "none" : actions}: what it does could not be reviewed`,
      ),
    );
}
