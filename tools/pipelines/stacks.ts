import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Reads } from "./outcome";
import { PipelineError } from "./pipeline-error";
import { prefixOf } from "./prefix";

const manifestSchema = z.object({
  stacks: z.record(
    z.string(),
    z.object({ dependencies: z.array(z.string()), workingDirectory: z.string(), synthesizedStackPath: z.string() }),
  ),
});
const stackSchema = z.object({
  terraform: z.object({ backend: z.record(z.string(), z.unknown()).optional() }),
});

type Manifest = z.infer<typeof manifestSchema>;

/** One synthesized stack. */
export interface Stack {
  readonly name: string;
  /** The folder in which Terraform runs for it. */
  readonly folder: string;
  /** Whether its state is a file on the machine that runs Terraform. */
  readonly isStateLocal: boolean;
  readonly reads: readonly Reads[];
}

/** The stacks of an environment in cdktf's output, each after those that it depends on. */
export function stacksOf(synthesized: string, environment: string): readonly Stack[] {
  const manifest = readManifest(synthesized);
  const prefix = `${prefixOf(environment)}-`;
  const names = Object.keys(manifest.stacks).filter((name) => name.startsWith(prefix));
  if (names.length === 0) {
    const found = Object.keys(manifest.stacks).join(", ") || "none";
    throw new PipelineError(
      `${synthesized} has no stack of the environment ${environment}, named ${prefix}*. Its stacks: ${found}.`,
    );
  }
  return inOrder(names, manifest).map((name) => readStack(name, synthesized, manifest));
}

function readManifest(synthesized: string): Manifest {
  const file = join(synthesized, "manifest.json");
  if (!existsSync(file)) throw new PipelineError(`${file} is missing. Synthesize first: npm run synth`);
  return manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

function inOrder(names: readonly string[], { stacks }: Manifest): readonly string[] {
  const ordered = new Set<string>();
  const add = (name: string): void => {
    if (!names.includes(name) || ordered.has(name)) return;
    stacks[name]?.dependencies.forEach(add);
    ordered.add(name);
  };
  names.forEach(add);
  return [...ordered];
}

function readStack(name: string, synthesized: string, { stacks }: Manifest): Stack {
  const entry = stacks[name];
  if (entry === undefined) throw new PipelineError(`${synthesized}/manifest.json has no stack ${name}.`);
  const text = readFileSync(join(synthesized, entry.synthesizedStackPath), "utf8");
  const { terraform } = stackSchema.parse(JSON.parse(text));
  return {
    name,
    folder: join(synthesized, entry.workingDirectory),
    isStateLocal: terraform.backend?.local !== undefined,
    reads: readsIn(text),
  };
}

/** The names are those that CDKTF gives to references between stacks. */
function readsIn(text: string): readonly Reads[] {
  const outputs = new Map<string, Set<string>>();
  const reference = /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g;
  for (const [, stack = "", output = ""] of text.matchAll(reference)) {
    outputs.set(stack, (outputs.get(stack) ?? new Set()).add(output));
  }
  return [...outputs].map(([stack, names]) => ({ stack, outputs: [...names] }));
}
