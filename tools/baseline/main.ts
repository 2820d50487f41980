import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { run } from "../support/command-line";
import { readPlanFile } from "../terraform/plan-file";
import { readSynthesis } from "../terraform/synthesis";
import { hasFailed, judgeEnvironments } from "./baseline";
import { plannedStack } from "./model/read-plan";
import type { Stack } from "./model/stack";
import { synthesizedStack } from "./model/synthesized-stack";
import { HELP, parseOptions } from "./options";
import { report, reportJson } from "./report";
import { synthesizeInto } from "./synthesize";
import { withWaiverTable } from "./waiver-table";
import { waivers } from "./waivers";

const securityDoc = resolve(__dirname, "../../docs/security.md");

async function main(args: readonly string[]): Promise<number> {
  const { environments, plans, json, docs, help } = parseOptions(args);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (docs) {
    writeFileSync(securityDoc, withWaiverTable(readFileSync(securityDoc, "utf8"), waivers));
    process.stderr.write("The table of waivers in docs/security.md is up to date.\n");
    return 0;
  }
  const stacks =
    plans.length > 0
      ? plans.map((file) => plannedStack(readPlanFile(file, basename(file))))
      : await synthesized(environments);
  const baseline = await judgeEnvironments(stacks, { isWhole: plans.length === 0 && environments.length === 0 });
  const colour = process.stdout.isTTY && !process.env.NO_COLOR;
  process.stdout.write(`${json ? reportJson(baseline) : report(baseline, colour)}\n`);
  return hasFailed(baseline) ? 1 : 0;
}

async function synthesized(environments: readonly string[]): Promise<Stack[]> {
  const scratch = mkdtempSync(join(tmpdir(), "baseline-"));
  process.stderr.write(`Synthesizing ${environments.join(", ") || "every environment"} ...\n`);
  try {
    const outdirs = await synthesizeInto(scratch, environments);
    return outdirs.flatMap((outdir) => readSynthesis(outdir).map(synthesizedStack));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

run(main);
