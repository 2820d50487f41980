import { run } from "../support/command-line";
import { type Plan, PlanError } from "../terraform/plan";
import { planNames, readPlanFile } from "../terraform/plan-file";
import { readSynthesis } from "../terraform/synthesis";
import { worst } from "./finding";
import { HELP, parseOptions } from "./options";
import { jsonReport } from "./report/json";
import { markdownReport } from "./report/markdown";
import { exitCodeOf, type Report, type Unread } from "./report/report";
import { terminalReport } from "./report/terminal";
import { review } from "./review";
import { subjectOf } from "./subject";

async function main(args: readonly string[]): Promise<number> {
  const { paths, synthesized, format, artifactUrl, help } = parseOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const plans: Plan[] = [];
  const unread: Unread[] = [];
  for (const [path, name] of planNames(paths)) {
    try {
      plans.push(readPlanFile(path, name));
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      unread.push({ plan: path, problem: error.message });
      process.stderr.write(`${error.message}\n`);
    }
  }
  const { findings } = await review(subjectOf(plans, synthesized === undefined ? [] : readSynthesis(synthesized)));
  const isWhole = unread.length === 0 && plans.every(({ isComplete }) => isComplete);
  const level = worst(findings);
  const report: Report = {
    verdict: level === "safe" && !isWhole ? "attention" : level,
    isWhole,
    plans,
    unread,
    findings,
  };
  process.stdout.write(`${written()}\n`);
  return exitCodeOf(report);

  function written(): string {
    if (format === "json") return jsonReport(report);
    if (format === "markdown") return markdownReport(report, artifactUrl);
    return terminalReport(report, process.stdout.isTTY && !process.env.NO_COLOR);
  }
}

run(main);
