import { examineResources } from "./attributes/all";
import { examineFunctionCost } from "./cost/function-cost";
import { examineWorkflowCost } from "./cost/workflow-cost";
import { type Finding, type Level, worst, worstFirst } from "./finding";
import { examineGraph } from "./graph/examine-graph";
import { examineJoins } from "./joins/examine-joins";
import { examinePlan } from "./plan/examine-plan";
import { examineRights } from "./rights/examine-rights";
import { withoutSecrets } from "./secrets";
import type { Subject } from "./subject";
import { examineDefinitions } from "./workflows/examine-definitions";

/** Looks at one aspect of the plans. */
export type Examine = (subject: Subject) => readonly Finding[] | Promise<readonly Finding[]>;

const EXAMINERS: readonly Examine[] = [
  examineDefinitions,
  examinePlan,
  examineResources,
  examineWorkflowCost,
  examineFunctionCost,
  examineGraph,
  examineJoins,
  examineRights,
];

/** What the plans would do, in words. */
export interface Review {
  readonly verdict: Level;
  /** Worst first. */
  readonly findings: readonly Finding[];
}

export async function review(subject: Subject): Promise<Review> {
  const found = await Promise.all(EXAMINERS.map((examine) => examine(subject)));
  const findings = worstFirst(withoutSecrets(subject.plans, found.flat()));
  return { verdict: worst(findings), findings };
}
