import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { OUTCOME_FILE, readOutcome, type StackOutcome } from "../pipelines/outcome";
import { PlanError } from "../terraform/plan";
import type { Finding } from "./finding";
import { say } from "./text";

/** The plans of an environment, as `npm run pipelines -- plan` writes them into a folder. */
export interface PlanFolder {
  /** The files with plans. */
  readonly files: readonly string[];
  /** Stacks that wait for the apply of another one. */
  readonly waiting: readonly Finding[];
  /** Stacks whose planning failed, so that their changes are missing. */
  readonly failed: readonly Finding[];
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Reads which plans are in a folder, and which are not. Throws a {@link PlanError} of one line. */
export function readPlanFolder(path: string): PlanFolder {
  const stacks = outcomesIn(path);
  return {
    files: stacks.filter(({ outcome }) => outcome === "planned").map(({ stack }) => join(path, `${stack}.json`)),
    waiting: stacks.flatMap((each) => (each.outcome === "waits" ? [waits(each)] : [])),
    failed: stacks.flatMap((each) => (each.outcome === "failed" ? [fails(each)] : [])),
  };
}

function outcomesIn(path: string): readonly StackOutcome[] {
  const folder = resolve(path);
  if (!existsSync(join(folder, OUTCOME_FILE))) {
    throw new PlanError(
      `${path} is a folder without ${OUTCOME_FILE}, so nothing says which plans it should have. Name the plan files in it.`,
    );
  }
  try {
    const { stacks } = readOutcome(dirname(folder), basename(folder));
    if (stacks.length > 0) return stacks;
  } catch (cause) {
    throw new PlanError(`${join(path, OUTCOME_FILE)} is not what npm run pipelines -- plan writes.`, { cause });
  }
  throw new PlanError(`${join(path, OUTCOME_FILE)} lists no stack.`);
}

function waits({ stack, missing }: Extract<StackOutcome, { outcome: "waits" }>): Finding {
  const names = missing.map((each) => each.stack);
  const outputs = missing.flatMap((each) => each.outputs);
  const text = say`${stack} cannot be planned before ${names} is applied, so nobody can review yet what it will do`;
  const details = [say`It reads outputs that no deployment has written yet: ${outputs}`];
  return { ...UNPLANNED, rule: "stack-waits", plan: stack, text, details };
}

function fails({ stack }: StackOutcome): Finding {
  const text = say`${stack} could not be planned, so it was not reviewed: see the log of its job`;
  return { ...UNPLANNED, rule: "stack-not-planned", plan: stack, text };
}

const UNPLANNED = { level: "attention", section: "plan", address: "" } as const;
