import type { Plan, ResourceChange } from "../terraform/plan";
import { type MachineChange, machinesIn } from "./machines";

/** What is reviewed: the plans of one pull request together, because a stack's plan may break what another one uses. */
export interface Subject {
  readonly plans: readonly Plan[];
  readonly machines: readonly MachineChange[];
}

export function subjectOf(plans: readonly Plan[]): Subject {
  return { plans, machines: plans.flatMap(machinesIn) };
}

/** The managed resources of every plan that the plan changes, with the plan's name. */
export function changedResources({ plans }: Subject): { readonly plan: string; readonly change: ResourceChange }[] {
  return plans.flatMap(({ name, changes }) =>
    changes
      .filter(({ mode, kind }) => mode === "managed" && kind !== "no-op" && kind !== "read")
      .map((change) => ({ plan: name, change })),
  );
}
