import { exitCodeOf, type Report } from "./report";

/** The report for programs, as one JSON document. */
export function jsonReport(report: Report): string {
  const { verdict, plans, unread, findings } = report;
  const document = {
    verdict,
    exit: exitCodeOf(report),
    plans: plans.map(({ name, isComplete }) => ({ name, isComplete })),
    unread,
    findings: findings.map(({ text, details = [], ...rest }) => ({
      ...rest,
      text: text.toString(),
      details: details.map(String),
    })),
  };
  return JSON.stringify(document, undefined, 2);
}
