import { run } from "../support/command-line";
import { type Plan, PlanError } from "../terraform/plan";
import { planNames, readPlanFile } from "../terraform/plan-file";
import { readSynthesis, SynthesisError, type SynthesizedStack } from "../terraform/synthesis";
import type { Finding } from "./finding";
import { fetchRunPlan } from "./hcp";
import { HELP, parseOptions } from "./options";
import { settle } from "./policies/apply";
import { readSettings } from "./policies/settings";
import { jsonReport } from "./report/json";
import { markdownReport } from "./report/markdown";
import { exitCodeOf, type Report, verdictOf } from "./report/report";
import { terminalReport } from "./report/terminal";
import { review } from "./review";
import { subjectOf } from "./subject";
import { say } from "./text";

async function main(args: readonly string[]): Promise<number> {
  const { paths, runs, synthesized, format, waivers, artifactUrl, help } = parseOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const settings = readSettings(waivers);
  const stacks = stacksIn(synthesized);
  if (stacks === undefined) return UNREADABLE;
  const plans: Plan[] = [];
  const unread: Finding[] = [];
  const sources = [
    ...[...planNames(paths)].map(([path, name]) => ({ from: path, read: async () => readPlanFile(path, name) })),
    ...runs.map((runId) => ({ from: runId, read: () => fetchRunPlan(runId, process.env) })),
  ];
  for (const { from, read } of sources) {
    try {
      plans.push(await read());
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      unread.push(unreadable(from, error.message));
      process.stderr.write(`${error.message}\n`);
    }
  }
  const subject = subjectOf(plans, stacks);
  const { findings: found } = await review(subject);
  const today = new Date().toISOString().slice(0, 10);
  const { findings, waived, notes } = settle(subject, [...found, ...unread], settings, today);
  const isWhole = unread.length === 0 && plans.every(({ isComplete }) => isComplete);
  const verdict = verdictOf(findings, isWhole);
  const report: Report = { verdict, isWhole, plans, findings, waived, notes, pictures: [] };
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

function unreadable(from: string, problem: string): Finding {
  const text = say`A plan could not be read, so it was not reviewed: ${problem}`;
  return { level: "attention", rule: "plan-unreadable", section: "plan", plan: from, address: "", text };
}

run(main);
