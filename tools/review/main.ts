import { run } from "../support/command-line";
import { type Plan, PlanError } from "../terraform/plan";
import { planNames, readPlanFile } from "../terraform/plan-file";
import { readSynthesis, SynthesisError, type SynthesizedStack } from "../terraform/synthesis";
import type { Finding } from "./finding";
import { fetchRunPlan } from "./hcp";
import { HELP, parseOptions } from "./options";
import { isFolder, readPlanFolder } from "./plan-folder";
import { settle } from "./policies/apply";
import { readSettings } from "./policies/settings";
import { jsonReport } from "./report/json";
import { markdownReport } from "./report/markdown";
import { exitCodeOf, type Report, verdictOf } from "./report/report";
import { terminalReport, WIDTH } from "./report/terminal";
import { review } from "./review";
import { subjectOf } from "./subject";
import { say } from "./text";

async function main(args: readonly string[]): Promise<number> {
  const { paths, runs, synthesized, format, waivers, artifactUrl, noPlans, help } = parseOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const settings = readSettings(waivers);
  const plans: Plan[] = [];
  const unread: Finding[] = [];
  const stacks = stacksIn(synthesized, unread);
  const waiting: Finding[] = [];
  const files: string[] = [];
  for (const path of paths) {
    await reading(path, () => {
      if (!isFolder(path)) return files.push(path);
      const folder = readPlanFolder(path);
      waiting.push(...folder.waiting);
      unread.push(...folder.failed);
      return files.push(...folder.files);
    });
  }
  for (const [file, name] of planNames(files)) await reading(file, () => plans.push(readPlanFile(file, name)));
  for (const runId of runs) await reading(runId, async () => plans.push(await fetchRunPlan(runId, process.env)));
  const subject = subjectOf(plans, stacks);
  const { findings: found, isWhole: isExamined, pictures } = await review(subject);
  const today = new Date().toISOString().slice(0, 10);
  const { findings, waived, notes } = settle(subject, [...found, ...waiting, ...unread], settings, today);
  const isWhole = isExamined && unread.length === 0 && plans.every(({ isComplete }) => isComplete);
  const nothing = noPlans ? ["Nothing that is deployed changes, so nothing was planned."] : [];
  const verdict = verdictOf(findings, isWhole);
  const report: Report = { verdict, isWhole, plans, findings, waived, notes: [...nothing, ...notes], pictures };
  process.stdout.write(`${written()}\n`);
  return exitCodeOf(report);

  /** Leaves a finding where something cannot be read. */
  async function reading(from: string, read: () => unknown): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      unread.push(unreadable(from, error.message));
      process.stderr.write(`${error.message}\n`);
    }
  }

  function written(): string {
    if (format === "json") return jsonReport(report);
    if (format === "markdown") return markdownReport(report, artifactUrl);
    const isTerminal = process.stdout.isTTY;
    return terminalReport(report, isTerminal && !process.env.NO_COLOR, isTerminal ? WIDTH : undefined);
  }
}

/** The synthesized stacks; none, after a message and a finding, if they cannot be read. */
function stacksIn(folder: string | undefined, unread: Finding[]): readonly SynthesizedStack[] {
  try {
    return folder === undefined ? [] : readSynthesis(folder);
  } catch (error) {
    if (!(error instanceof SynthesisError)) throw error;
    const problem = error.message.replace(/\s+/g, " ");
    process.stderr.write(`${problem}\n`);
    const text = say`The synthesized stacks could not be read, so definitions that the plans do not know were not reviewed: ${problem}`;
    unread.push({ level: "attention", rule: "stacks-unreadable", section: "plan", plan: "", address: "", text });
    return [];
  }
}

function unreadable(from: string, problem: string): Finding {
  const text = say`A plan could not be read, so it was not reviewed: ${problem}`;
  return { level: "attention", rule: "plan-unreadable", section: "plan", plan: from, address: "", text };
}

run(main);
