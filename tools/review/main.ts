import { run } from "../support/command-line";
import { type Plan, PlanError } from "../terraform/plan";
import { planNames, readPlanFile } from "../terraform/plan-file";
import { readSynthesis, SynthesisError, type SynthesizedStack } from "../terraform/synthesis";
import { worst } from "./finding";
import { fetchRunPlan } from "./hcp";
import { HELP, parseOptions } from "./options";
import { jsonReport } from "./report/json";
import { markdownReport } from "./report/markdown";
import { exitCodeOf, type Report, type Unread } from "./report/report";
import { terminalReport } from "./report/terminal";
import { review } from "./review";
import { subjectOf } from "./subject";

async function main(args: readonly string[]): Promise<number> {
  const { paths, runs, synthesized, format, artifactUrl, help } = parseOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const stacks = stacksIn(synthesized);
  if (stacks === undefined) return UNREADABLE;
  const plans: Plan[] = [];
  const unread: Unread[] = [];
  const sources = [
    ...[...planNames(paths)].map(([path, name]) => ({ from: path, read: async () => readPlanFile(path, name) })),
    ...runs.map((runId) => ({ from: runId, read: () => fetchRunPlan(runId, process.env) })),
  ];
  for (const { from, read } of sources) {
    try {
      plans.push(await read());
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      unread.push({ plan: from, problem: error.message });
      process.stderr.write(`${error.message}\n`);
    }
  }
  const { findings } = await review(subjectOf(plans, stacks));
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

const UNREADABLE = 3;

/** The synthesized stacks; undefined, after a message, if they cannot be read. */
function stacksIn(folder: string | undefined): readonly SynthesizedStack[] | undefined {
  try {
    return folder === undefined ? [] : readSynthesis(folder);
  } catch (error) {
    if (!(error instanceof SynthesisError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return undefined;
  }
}

run(main);
