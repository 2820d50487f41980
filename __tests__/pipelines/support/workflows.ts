import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

export const ROOT = join(__dirname, "../../..");

/** The shell of every step: a failure anywhere, and a variable that nobody set, end it. */
export const SHELL = "bash --noprofile --norc -euo pipefail {0}";

const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));

const step = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: texts.default({}),
  env: texts.default({}),
  run: z.string().optional(),
  shell: z.string().optional(),
});
const needs = z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]);
const job = z.strictObject({
  name: z.string().optional(),
  needs,
  if: z.string().optional(),
  uses: z.string().optional(),
  with: texts.default({}),
  strategy: z.looseObject({ matrix: z.record(z.string(), z.unknown()) }).optional(),
  "runs-on": z.string().optional(),
  "timeout-minutes": z.number().optional(),
  environment: z.string().optional(),
  concurrency: z.unknown().optional(),
  permissions: z.record(z.string(), z.string()),
  outputs: texts.default({}),
  env: texts.default({}),
  steps: z.array(step).default([]),
});
const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.unknown().optional(),
  defaults: z.strictObject({ run: z.strictObject({ shell: z.string() }) }).optional(),
  jobs: z.record(z.string(), job),
});
const action = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  runs: z.strictObject({ using: z.literal("composite"), steps: z.array(step) }),
});

export type Step = z.infer<typeof step>;
export type Job = z.infer<typeof job>;

const workflowFolder = join(ROOT, ".github/workflows");
const actionFolder = join(ROOT, ".github/actions");
const names = readdirSync(workflowFolder);
const actionNames = readdirSync(actionFolder);

/** The text of every workflow and action, by its path. */
export const sources: ReadonlyMap<string, string> = new Map(
  [
    ...names.map((name) => `.github/workflows/${name}`),
    ...actionNames.map((name) => `.github/actions/${name}/action.yml`),
  ].map((path) => [path, readFileSync(join(ROOT, path), "utf8")]),
);

/** The workflows by file name. A key that is not known here fails, so that a typing mistake does not pass for a setting. */
export const workflows = new Map(
  names.map((name) => [name, workflow.parse(parse(readFileSync(join(workflowFolder, name), "utf8")))] as const),
);

/** The steps of the project's own actions, by the action's name. */
export const actions = new Map(
  actionNames.map((name) => {
    const text = readFileSync(join(actionFolder, name, "action.yml"), "utf8");
    return [name, action.parse(parse(text)).runs.steps] as const;
  }),
);

/** Every job as `[workflow/job, job]`. */
export const jobs: readonly (readonly [string, Job])[] = [...workflows].flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => [`${file}/${name}`, job] as const),
);

/** Every step of jobs and actions as `[where, step]`. */
export const steps: readonly (readonly [string, Step])[] = [
  ...jobs.flatMap(([where, { steps }]) => steps.map((step) => [`${where}: ${titleOf(step)}`, step] as const)),
  ...[...actions].flatMap(([name, steps]) => steps.map((step) => [`${name}: ${titleOf(step)}`, step] as const)),
];

function titleOf({ name, uses }: Step): string {
  return name ?? uses ?? "";
}

/** A job by `workflow/job`. */
export function jobAt(where: string): Job {
  const found = jobs.find(([name]) => name === where);
  if (found === undefined) throw new Error(`There is no job ${where}. There are: ${jobs.map(([name]) => name)}`);
  return found[1];
}
