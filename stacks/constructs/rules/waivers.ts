import type { CheckedWorkflow, Finding, Rule } from "./rule";

/** Permits breaking one rule, for a reason. */
export interface Waiver {
  /** The rule's id. */
  readonly rule: string;
  /** The state that may break it. Left out: the whole definition may. */
  readonly state?: string;
  /** Why, so that a reviewer can check it. */
  readonly reason: string;
}

/** `waive:task-timeout because ...`, up to the next waiver or the end. Without `because`, the reason is empty. */
const WAIVER = /\bwaive:([\w-]*)(?:\s+because\b\s*((?:(?!\bwaive:)[\s\S])*))?/g;

/** The waivers in the Comments of a definition and its states. One in a state's Comment applies to that state only. */
export function waiversIn({ definition, states }: Pick<CheckedWorkflow, "definition" | "states">): Waiver[] {
  return [
    ...waiversOf(definition.Comment),
    ...states.flatMap(({ name, state }) => waiversOf(state.Comment).map((waiver) => ({ ...waiver, state: name }))),
  ];
}

function waiversOf(comment: unknown): Waiver[] {
  if (typeof comment !== "string") return [];
  return [...comment.matchAll(WAIVER)].map(([, rule = "", reason = ""]) => ({ rule, reason: reason.trim() }));
}

export function isWaivedBy(waiver: Waiver, rule: Rule, finding: Finding): boolean {
  return waiver.rule === rule.id && (waiver.state === undefined || waiver.state === finding.state);
}

/** What is wrong with a waiver itself. `used` is whether it waived any finding. */
export function waiverProblem(waiver: Waiver, rules: readonly Rule[], used: boolean): Finding | undefined {
  const state = waiver.state === undefined ? {} : { state: waiver.state };
  const rule = rules.find(({ id }) => id === waiver.rule);
  if (rule === undefined) {
    const ids = rules.filter(({ isWaivable }) => isWaivable).map(({ id }) => id);
    return {
      ...state,
      wrong: `It waives "${waiver.rule}", which is not a rule`,
      fix: `Name one of: ${ids.join(", ")}`,
    };
  }
  if (!rule.isWaivable) {
    return { ...state, wrong: `It waives ${rule.id}, which cannot be waived`, fix: "Fix what the rule finds" };
  }
  if (waiver.reason === "") {
    return {
      ...state,
      wrong: `It waives ${rule.id} without a reason`,
      fix: `Write waive:${rule.id} because ..., with the reason`,
    };
  }
  if (used) return undefined;
  return { ...state, wrong: `It waives ${rule.id}, which is not broken here`, fix: "Remove the waiver" };
}
