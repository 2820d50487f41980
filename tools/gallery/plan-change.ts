import { join } from "node:path";
import { runProgram } from "../rehearse/run-program";
import type { Stage } from "../rehearse/stage";
import { readSynthesis } from "../terraform/synthesis";
import type { Change, Edit } from "./change";
import { makeEdits } from "./edits";
import type { Fixture } from "./fixtures";
import { trimStack } from "./trim";

/**
 * Makes a change in the copy of the project, synthesizes it, plans its stack and takes the change back.
 * The result has the whole plan.
 */
export async function planChange(stage: Stage, change: Change): Promise<Fixture> {
  const stack = stage.stackOf(change.unit);
  const isSource = change.isRefused !== true;
  if (!isSource) await synthesize(stage, []);
  const takeBack = makeEdits(stage.project.folder, change.edits);
  try {
    if (isSource) await synthesize(stage, change.edits);
    // Nothing has changed since the deployment, so only the plan that shows drift reads AWS again. Nobody else plans.
    const options = ["-lock=false", ...(change.refreshes === true ? [] : ["-refresh=false"])];
    const plan: unknown = JSON.parse(await stage.terraform.wholePlan(stack, ...options));
    const synthesized = readSynthesis(stage.outdir).find(({ id }) => id === stack);
    if (synthesized === undefined) throw new Error(`${stack} is not in cdktf's output.`);
    return { stack, plan, synthesized: trimStack(synthesized) };
  } finally {
    takeBack();
  }
}

/** Synthesizes all stacks as they are now. cdktf's own command would build every function each time. */
async function synthesize(stage: Stage, edits: readonly Edit[]): Promise<void> {
  const builds = edits.some(({ file }) => file.startsWith("functions/"));
  for (const script of [...(builds ? ["tools/build/main.ts"] : []), "main.ts"]) {
    const { folder, variables } = stage.project;
    const { code, output } = await runProgram({
      command: [process.execPath, join("tools", "run.mjs"), script],
      folder,
      variables: { ...variables, CDKTF_OUTDIR: stage.outdir },
      log: stage.log,
      yields: true,
      signal: stage.signal,
    });
    if (code !== 0) throw new Error(`${script} failed:\n${output}`);
  }
}
