import type { Finding } from "../finding";
import type { Stage } from "../stage";

/** Plans the deployed stacks again: the plan must be empty. */
export async function secondPlan(stage: Stage): Promise<Finding> {
  stage.say("planning again ...");
  const plans = await Promise.all(
    stage.stacks.map(async (stack) => {
      const changes = await stage.terraform.plan(stack);
      return changes.map(({ address, actions }) => `${stack}: ${actions} ${address}`);
    }),
  );
  const details = plans.flat();
  const ok = details.length === 0;
  return { step: "second plan", ok, result: ok ? "empty" : `${details.length} changes`, details };
}
