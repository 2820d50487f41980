import { Refused } from "../refused";
import { allRules } from "./all";
import type { CheckedWorkflow, Finding, Rule } from "./rule";
import { isWaivedBy, type Waiver, waiverProblem, waiversIn } from "./waivers";

/**
 * Checks a workflow against every rule. Returns a line for each waiver that was used. Throws {@link Refused} with all
 * other findings. A rule that throws counts as broken.
 */
export function checkWorkflow(
  workflow: CheckedWorkflow,
  waiversBeside: readonly Waiver[] = [],
  rules: readonly Rule[] = allRules,
): string[] {
  const waivers = [...waiversIn(workflow), ...waiversBeside];
  const used = new Set<Waiver>();
  const lines: string[] = [];
  for (const rule of rules) {
    for (const finding of findingsOf(rule, workflow)) {
      const waiver = rule.isWaivable ? waivers.find((each) => isWaivedBy(each, rule, finding)) : undefined;
      if (waiver === undefined) lines.push(describe(workflow, finding, `${rule.id}: ${rule.reason}. ${rule.link}`));
      else used.add(waiver);
    }
  }
  for (const waiver of waivers) {
    const finding = waiverProblem(waiver, rules, used.has(waiver));
    if (finding !== undefined)
      lines.push(describe(workflow, finding, "waiver: A waiver needs a broken rule that it may waive, and a reason"));
  }
  if (lines.length > 0) throw new Refused([...new Set(lines)].join("\n"));
  return [...used].map(({ rule, state, reason }) => `${place(workflow, state)}: ${rule} is waived: ${reason}`);
}

function findingsOf(rule: Rule, workflow: CheckedWorkflow): Finding[] {
  try {
    return [...rule.check(workflow)];
  } catch (error) {
    const wrong = `The rule could not be checked: ${error instanceof Error ? error.message : String(error)}`;
    return [{ wrong, fix: `Correct stacks/constructs/rules/${rule.id}.ts, or what it cannot read` }];
  }
}

function describe(workflow: CheckedWorkflow, { state, wrong, fix }: Finding, why: string): string {
  return `${place(workflow, state)}: ${wrong}. ${fix}. (${why})`;
}

function place({ file }: CheckedWorkflow, state: string | undefined): string {
  return state === undefined ? file : `${file}, state ${state}`;
}
