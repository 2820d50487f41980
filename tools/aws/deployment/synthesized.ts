import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { JsonObject } from "../../support/json";

/** What cdktf has written for one stack. */
export interface SynthesizedStack {
  readonly id: string;
  /** The folder of its cdk.tf.json: relative paths in the configuration start there. */
  readonly dir: string;
  readonly region: string;
  /** Arguments as they are written, by type and name. */
  readonly resources: Blocks;
  readonly data: Blocks;
  readonly outputs: { readonly [name: string]: { readonly value: z.infer<typeof json> } };
}

type Blocks = { readonly [type: string]: { readonly [name: string]: JsonObject } };

const json = z.json();
const object: z.ZodType<JsonObject> = z.record(z.string(), json);
const blocks = z.record(z.string(), z.record(z.string(), object)).default({});
const manifestSchema = z.object({
  stacks: z.record(z.string(), z.object({ workingDirectory: z.string(), synthesizedStackPath: z.string() })),
});
const stackSchema = z.object({
  provider: z.object({ aws: z.tuple([z.object({ region: z.string() })]).rest(z.unknown()) }),
  resource: blocks,
  data: blocks,
  output: z.record(z.string(), z.object({ value: json })).default({}),
});

/** Reads the stacks of one environment from cdktf's output folder; throws with the mend where they are not there. */
export function readStacks(outdir: string, env: string): SynthesizedStack[] {
  const manifest = read(join(outdir, "manifest.json"), manifestSchema);
  const ids = Object.keys(manifest.stacks);
  const stacks = Object.entries(manifest.stacks).filter(([id]) => id.split("-").slice(1, -1).join("-") === env);
  if (stacks.length === 0) {
    throw new Error(
      `${outdir} has no stack of the environment ${env}, which would be named orders-${env}-... or with another prefix; it has ${ids.join(", ") || "none"}. Synthesize it: npm run synth`,
    );
  }
  return stacks.map(([id, { workingDirectory, synthesizedStackPath }]) => {
    const { provider, resource, data, output } = read(join(outdir, synthesizedStackPath), stackSchema);
    const [{ region }] = provider.aws;
    return { id, dir: join(outdir, workingDirectory), region, resources: resource, data, outputs: output };
  });
}

function read<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(parseFile(path));
  if (parsed.success) return parsed.data;
  throw new Error(`${path} is not what cdktf writes: ${z.prettifyError(parsed.error)}`);
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Error(`${path} cannot be read as JSON (${causeOf(cause)}). Synthesize the stacks first: npm run synth`, {
      cause,
    });
  }
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
