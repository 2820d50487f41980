import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { run } from "../support/command-line";
import { messageOf } from "../support/errors";
import { type Plan, PlanError, readPlan } from "../terraform/plan";
import { worst } from "./finding";
import { HELP, parseOptions } from "./options";
import { jsonReport } from "./report/json";
import { markdownReport } from "./report/markdown";
import { exitCodeOf, type Report, type Unread } from "./report/report";
import { terminalReport } from "./report/terminal";
import { review } from "./review";
import { subjectOf } from "./subject";

async function main(args: readonly string[]): Promise<number> {
  const { paths, format, artifactUrl, help } = parseOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const plans: Plan[] = [];
  const unread: Unread[] = [];
  for (const path of paths) {
    try {
      plans.push(readPlanFile(path));
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      unread.push({ plan: path, problem: error.message });
      process.stderr.write(`${error.message}\n`);
    }
  }
  const { findings } = await review(subjectOf(plans));
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

function readPlanFile(path: string): Plan {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new PlanError(`${path} cannot be read as JSON (${messageOf(cause)}).`, { cause });
  }
  return readPlan(basename(path).replace(/\.json$/, ""), json);
}

run(main);
