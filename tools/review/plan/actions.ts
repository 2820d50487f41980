import { z } from "zod";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { say, type Text } from "../text";
import { found } from "./found";

/** Source: https://github.com/hashicorp/terraform/blob/main/internal/command/jsonplan/action_invocations.go */
const invocation = z.object({
  address: z.string(),
  type: z.string().catch(""),
  lifecycle_action_trigger: z
    .object({
      triggering_resource_address: z.string().catch(""),
      action_trigger_event: z.string().catch(""),
      on_failure: z.string().optional().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

/** Says which actions of Terraform 1.14 and later the apply invokes, such as a call of a function, and what triggers them. */
export function examineActions({ plans }: Subject): readonly Finding[] {
  return plans.flatMap((plan) => {
    const listed = z.array(z.unknown()).safeParse(plan.json.action_invocations ?? []);
    if (!listed.success) {
      const text = say`The action invocations of this plan could not be read`;
      return [found({ plan: plan.name }, "attention", "action", text)];
    }
    return listed.data.map((each) => {
      const parsed = invocation.safeParse(each);
      const [address, text] = parsed.success
        ? ([parsed.data.address, sentence(parsed.data)] as const)
        : (["", say`The apply invokes an action that could not be read`] as const);
      return found({ plan: plan.name, address }, "attention", "action", text);
    });
  });
}

function sentence({ address, type, lifecycle_action_trigger: trigger }: z.infer<typeof invocation>): Text {
  const what = say`The apply invokes the action ${address}${type === "" ? say`` : say` (${type})`}`;
  if (trigger === null || trigger === undefined) {
    return say`${what}, because it was asked for with -invoke: its effect outside the state is not part of the plan`;
  }
  const { triggering_resource_address: by, action_trigger_event: event, on_failure } = trigger;
  const failing = on_failure === undefined ? say`` : say` (on failure: ${on_failure.toLowerCase()})`;
  return say`${what}, triggered by ${by} at ${event}${failing}: its effect outside the state is not part of the plan`;
}
