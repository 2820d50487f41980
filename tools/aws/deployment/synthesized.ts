import { readSynthesis, type SynthesizedStack } from "../../terraform/synthesis";

/** The deployed part of a stack, and its region. */
export type RegionalStack = Pick<SynthesizedStack, "id" | "dir" | "resources" | "data" | "outputs"> & {
  readonly region: string;
};

/** The stacks of one environment in cdktf's output folder. If there are none, throws an error that names the fix. */
export function readStacks(outdir: string, env: string): RegionalStack[] {
  const all = readSynthesis(outdir);
  const stacks = all.filter(({ id }) => id.split("-").slice(1, -1).join("-") === env);
  if (stacks.length === 0) {
    const ids = all.map(({ id }) => id).join(", ") || "none";
    throw new Error(
      `${outdir} has no stack of the environment ${env}, which would be named orders-${env}-... or with another prefix; it has ${ids}. Synthesize it: npm run synth`,
    );
  }
  return stacks.map((stack) => {
    const { id, region } = stack;
    if (region === undefined) throw new Error(`${outdir}: the AWS provider of ${id} has no region.`);
    return { ...stack, region };
  });
}
