import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readPlanText } from "../terraform/plan-file";
import { OUTCOME_FILE, type Outcome, type Reads, type StackOutcome } from "./outcome";
import { PipelineError } from "./pipeline-error";
import { type Stack, stacksOf } from "./stacks";
import { terraform } from "./terraform";

const outputsSchema = z.record(z.string(), z.unknown());

/**
 * Plans each stack of an environment and writes its plan as JSON, and its outcome, into `folder`. A stack that fails
 * does not keep the others from being planned.
 */
export function planEnvironment(
  options: { readonly synthesized: string; readonly environment: string; readonly folder: string },
  progress: (line: string) => void,
): Outcome {
  const { synthesized, environment, folder } = options;
  const stacks = stacksOf(synthesized, environment);
  mkdirSync(folder, { recursive: true });
  const outcome: Outcome = {
    environment,
    stacks: stacks.map((stack) => {
      progress(`Planning ${stack.name} ...`);
      return outcomeOf(stack, stacks, folder);
    }),
  };
  writeFileSync(join(folder, OUTCOME_FILE), `${JSON.stringify(outcome, null, 2)}\n`);
  return outcome;
}

/** Throws if an environment keeps its state on the machine that deploys it: a pipeline's machine is gone afterwards. */
export function requireSharedState(synthesized: string, environment: string): void {
  const local = stacksOf(synthesized, environment).filter(({ isStateLocal }) => isStateLocal);
  if (local.length === 0) return;
  throw new PipelineError(
    `${local.map(({ name }) => name).join(", ")} would keep state in a file on this machine. The next run would not ` +
      `find it and would create everything again. Give the environment ${environment} a shared backend, as ` +
      "docs/deploying.md describes.",
  );
}

function outcomeOf(stack: Stack, stacks: readonly Stack[], folder: string): StackOutcome {
  try {
    terraform(stack.folder, "init", "-no-color");
    const missing = missingFor(stack, stacks);
    if (missing.length > 0) return { stack: stack.name, outcome: "waits", missing };
    return { stack: stack.name, outcome: "planned", hasChanges: planStack(stack, join(folder, `${stack.name}.json`)) };
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return { stack: stack.name, outcome: "failed", message: error.message };
  }
}

/** Outputs that the stack reads but its neighbours' state lacks; the neighbours were initialised before it. */
function missingFor(stack: Stack, stacks: readonly Stack[]): Reads[] {
  return stack.reads.flatMap(({ stack: name, outputs }) => {
    const neighbour = stacks.find((candidate) => candidate.name === name);
    if (neighbour === undefined) return [];
    const written = outputsSchema.parse(JSON.parse(terraform(neighbour.folder, "output", "-json")));
    const missing = outputs.filter((output) => written[output] === undefined);
    return missing.length > 0 ? [{ stack: name, outputs: missing }] : [];
  });
}

/** Whether the plan, which it writes into `file`, changes anything. */
function planStack(stack: Stack, file: string): boolean {
  // Without a lock: a plan writes nothing, so it need not wait for a deployment, nor keep one waiting.
  terraform(stack.folder, "plan", "-lock=false", "-no-color", "-out=plan.tfplan");
  const json = terraform(stack.folder, "show", "-json", "plan.tfplan");
  writeFileSync(file, json);
  const { changes, outputs } = readPlanText(stack.name, json);
  return [...changes, ...outputs].some(({ kind }) => kind !== "no-op" && kind !== "read");
}
