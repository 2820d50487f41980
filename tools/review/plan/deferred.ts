import { z } from "zod";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { say, Text } from "../text";
import { found } from "./found";

/** Source: https://github.com/hashicorp/terraform/blob/main/internal/command/jsonplan/plan.go */
const REASONS: Readonly<Record<string, string>> = {
  instance_count_unknown: "its count or for_each is unknown until other resources exist",
  resource_config_unknown: "its configuration is unknown until other resources exist",
  provider_config_unknown: "its provider's configuration is unknown until other resources exist",
  deferred_prereq: "something that it depends on is deferred too",
  absent_prereq: "something that it depends on does not exist yet",
  excluded: "it is excluded from this plan",
  not_included: "it is not among the targets of this plan",
};

const invocations = z.array(
  z.object({ reason: z.string().catch(""), action_invocation: z.object({ address: z.string() }) }),
);

/** Says which changes and action invocations Terraform puts off to a later plan, and why. */
export function examineDeferred({ plans }: Subject): readonly Finding[] {
  return plans.flatMap((plan) => {
    const actions = invocations.safeParse(plan.json.deferred_action_invocations);
    return [
      ...plan.deferred.map(({ reason, change: { address, kind } }) => {
        const text = say`${address} is deferred, because ${because(reason)}: its ${kind} is in no plan yet, so it could not be reviewed whole`;
        return found({ plan: plan.name, address }, "attention", "deferred", text);
      }),
      ...(actions.success ? actions.data : []).map(({ reason, action_invocation: { address } }) => {
        const text = say`The action ${address} is deferred, because ${because(reason)}`;
        return found({ plan: plan.name, address }, "attention", "deferred", text);
      }),
    ];
  });
}

function because(reason: string): Text {
  const words = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  return words === undefined ? say`of a reason that is not known (${reason})` : say`${new Text([words])} (${reason})`;
}
