import type { Plan, ResourceChange } from "../terraform/plan";
import type { SynthesizedStack } from "../terraform/synthesis";
import { type MachineChange, machinesIn } from "./machines";

/** What is reviewed: the plans of one pull request together, because a stack's plan may break what another one uses. */
export interface Subject {
  readonly plans: readonly Plan[];
  readonly machines: readonly MachineChange[];
}

/** `stacks` are the synthesized stacks that the plans were made of, as far as there are any. */
export function subjectOf(plans: readonly Plan[], stacks: readonly SynthesizedStack[] = []): Subject {
  return { plans, machines: plans.flatMap((plan) => machinesIn(plan, stacks)) };
}

/** The managed resources of every plan that the plan changes, with the plan's name. */
export function changedResources({ plans }: Subject): { readonly plan: string; readonly change: ResourceChange }[] {
  return plans.flatMap(({ name, changes }) =>
    changes
      .filter(({ mode, kind }) => mode === "managed" && kind !== "no-op" && kind !== "read")
      .map((change) => ({ plan: name, change })),
  );
}
