import type { Finding } from "../finding";
import type { Stage } from "../stage";

/** What was just deployed is planned again: there must be nothing to do. */
export async function secondPlan(stage: Stage): Promise<Finding> {
  const details: string[] = [];
  for (const stack of stage.stacks) {
    stage.say(`planning ${stack} again ...`);
    for (const { address, actions } of await stage.terraform.plan(stack)) {
      details.push(`${stack}: ${actions} ${address}`);
    }
  }
  const ok = details.length === 0;
  return { step: "second plan", ok, told: ok ? "empty" : `${details.length} changes`, details };
}
