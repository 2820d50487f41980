import { readSynthesis, SynthesisError, type SynthesizedStack } from "../terraform/synthesis";
import type { Reads } from "./outcome";
import { PipelineError } from "./pipeline-error";
import { prefixOf } from "./prefix";

/** One synthesized stack. */
export interface Stack {
  readonly name: string;
  /** The folder in which Terraform runs for it. */
  readonly folder: string;
  /** Whether its state is a file on the machine that runs Terraform. */
  readonly isStateLocal: boolean;
  readonly reads: readonly Reads[];
}

/** The stacks of an environment in cdktf's output, each after the stacks that it depends on. */
export function stacksOf(synthesized: string, environment: string): readonly Stack[] {
  const all = read(synthesized);
  const prefix = `${prefixOf(environment)}-`;
  const stacks = all.filter(({ id }) => id.startsWith(prefix));
  if (stacks.length === 0) {
    const found = all.map(({ id }) => id).join(", ") || "none";
    throw new PipelineError(
      `${synthesized} has no stack of the environment ${environment}, named ${prefix}*. Its stacks: ${found}.`,
    );
  }
  return inOrder(stacks).map((stack) => ({
    name: stack.id,
    folder: stack.dir,
    isStateLocal: stack.backend === "local",
    reads: readsIn(JSON.stringify([stack.resources, stack.data, stack.outputs])),
  }));
}

function read(synthesized: string): readonly SynthesizedStack[] {
  try {
    return readSynthesis(synthesized);
  } catch (error) {
    if (error instanceof SynthesisError) throw new PipelineError(error.message, { cause: error });
    throw error;
  }
}

function inOrder(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const ordered = new Set<SynthesizedStack>();
  const add = (stack: SynthesizedStack): void => {
    if (ordered.has(stack)) return;
    for (const before of stacks) if (stack.dependencies.includes(before.id)) add(before);
    ordered.add(stack);
  };
  stacks.forEach(add);
  return [...ordered];
}

/** Relies on the names that CDKTF gives to references between stacks. */
function readsIn(text: string): readonly Reads[] {
  const outputs = new Map<string, Set<string>>();
  const reference = /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g;
  for (const [, stack = "", output = ""] of text.matchAll(reference)) {
    outputs.set(stack, (outputs.get(stack) ?? new Set()).add(output));
  }
  return [...outputs].map(([stack, names]) => ({ stack, outputs: [...names] }));
}
