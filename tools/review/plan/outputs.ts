import type { OutputChange, Plan } from "../../terraform/plan";
import { Sensitive, UNKNOWN } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { say } from "../text";
import { found } from "./found";

/** Says which outputs of the root module change or are removed. Other stacks may read them. New ones hurt nobody. */
export function examineOutputs({ plans }: Subject): readonly Finding[] {
  return plans.flatMap((plan) => plan.outputs.flatMap((output) => changed(plan, output)));
}

function changed(plan: Plan, { name, kind, before, after }: OutputChange): readonly Finding[] {
  const at = { plan: plan.name };
  if (kind === "destroy") {
    const text = say`The output ${name} is removed: a stack that reads it can no longer be planned`;
    return [found(at, "attention", "output-removed", text)];
  }
  if (kind !== "update") return [];
  if (before instanceof Sensitive && !(after instanceof Sensitive) && after !== UNKNOWN) {
    const text = say`The output ${name} is no longer sensitive, so Terraform prints its value from now on`;
    return [found(at, "attention", "output-exposed", text)];
  }
  return [found(at, "safe", "output-changed", say`The output ${name} changes, ${before} → ${after}`)];
}
