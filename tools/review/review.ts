import { messageOf } from "../support/errors";
import { examineResources } from "./attributes/all";
import { examineFunctionCost } from "./cost/function-cost";
import { examineWorkflowCost } from "./cost/workflow-cost";
import { type Finding, type Level, worst, worstFirst } from "./finding";
import { drawing } from "./graph/drawing";
import { examineGraph } from "./graph/examine-graph";
import { examineJoins } from "./joins/examine-joins";
import { examinePlan } from "./plan/examine-plan";
import type { Picture } from "./report/report";
import { examineRights } from "./rights/examine-rights";
import { hidesSecretsOf, withoutSecrets } from "./secrets";
import type { Subject } from "./subject";
import { say, type Text } from "./text";
import { tidied } from "./tidy";
import { examineDefinitions } from "./workflows/examine-definitions";

/** Looks at one aspect of the plans. */
export type Examine = (subject: Subject) => readonly Finding[] | Promise<readonly Finding[]>;

/** The examiners, by what each of them looks at. */
const EXAMINERS: ReadonlyMap<Text, Examine> = new Map([
  [say`The states of the workflows`, examineDefinitions],
  [say`The plans as a whole`, examinePlan],
  [say`The data and operations`, examineResources],
  [say`The cost of the workflows`, examineWorkflowCost],
  [say`The cost of the functions`, examineFunctionCost],
  [say`The paths through the workflows`, examineGraph],
  [say`The rights and resources that workflows still need`, examineJoins],
  [say`The rights that are given and taken`, examineRights],
]);

/** What the plans would do, in words. */
export interface Review {
  readonly verdict: Level;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** Whether every aspect was examined. An examiner that throws leaves a finding instead. */
  readonly isWhole: boolean;
  /** The workflows whose definitions change. */
  readonly pictures: readonly Picture[];
}

export async function review(subject: Subject, examiners = EXAMINERS): Promise<Review> {
  const found = await Promise.all([...examiners].map(([aspect, examine]) => examined(subject, aspect, examine)));
  const hide = hidesSecretsOf(subject.plans);
  const pictures: Picture[] = [];
  const undrawn = await examined(subject, say`The pictures of the workflows`, ({ machines }) => {
    for (const machine of machines) {
      const mermaid = drawing(machine, hide);
      if (mermaid !== undefined) pictures.push({ plan: machine.plan, address: machine.change.address, mermaid });
    }
    return [];
  });
  const findings = worstFirst(withoutSecrets(hide, tidied([...found.flat(), ...undrawn])));
  const isWhole = findings.every(({ rule }) => rule !== NOT_EXAMINED);
  return { verdict: worst(findings), findings, isWhole, pictures };
}

const NOT_EXAMINED = "not-examined";

/** The findings of an examiner; if it throws, one finding that says so, because a reviewer must look instead. */
async function examined(subject: Subject, aspect: Text, examine: Examine): Promise<readonly Finding[]> {
  try {
    return await examine(subject);
  } catch (error) {
    return [
      {
        level: "attention",
        rule: NOT_EXAMINED,
        section: "plan",
        plan: subject.plans.length === 1 ? (subject.plans[0]?.name ?? "") : "",
        address: "",
        text: say`${aspect} could not be examined, so this review is incomplete: a fault of the review, not of the plan. Review them by hand`,
        details: [say`The error is ${messageOf(error)}`],
      },
    ];
  }
}
