import type { Plan } from "../../terraform/plan";
import type { Finding } from "../finding";
import { countsOf, exitCodeOf, type Report } from "./report";

/**
 * The report for programs, as one JSON document: verdict, exit code, plans with counts of changes, and findings worst
 * first, waived ones last. Its text is data of the plan and words mixed; whatever shows it must escape it.
 */
export function jsonReport(report: Report): string {
  const { verdict, isWhole, plans, findings, waived, notes } = report;
  const document = {
    verdict,
    exit: exitCodeOf(report),
    complete: isWhole,
    plans: plans.map(planJson),
    notes,
    findings: [
      ...findings.map((finding) => findingJson(finding)),
      ...waived.map(({ finding, reason, expires }) => ({ ...findingJson(finding), waived: { reason, expires } })),
    ],
  };
  // Escapes are JSON too, and a terminal that shows the document obeys none of these characters.
  return JSON.stringify(document, undefined, 2).replace(
    /(?![\n ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu,
    escaped,
  );
}

function planJson(plan: Plan) {
  return {
    name: plan.name,
    terraformVersion: plan.terraformVersion ?? null,
    complete: plan.isComplete,
    errored: plan.isErrored,
    changes: Object.fromEntries(countsOf(plan)),
  };
}

function findingJson({ level, rule, section, plan, address, state, text, details = [] }: Finding) {
  return {
    level,
    rule,
    section,
    plan,
    address,
    state: state ?? null,
    text: text.toString(),
    details: details.map(String),
  };
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
