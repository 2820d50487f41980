import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { codeOf, messageOf } from "../support/errors";
import type { JsonObject, JsonValue } from "../support/json";

/** One stack as cdktf has written it. */
export interface SynthesizedStack {
  readonly id: string;
  /** The folder of its cdk.tf.json. Terraform runs there, and the configuration's relative paths start there. */
  readonly dir: string;
  /** Names of the stacks that it depends on. */
  readonly dependencies: readonly string[];
  /** The AWS region of its provider; undefined for a stack without that provider. */
  readonly region: string | undefined;
  /** The tags that its provider gives to every resource. */
  readonly tags: Readonly<Record<string, string>>;
  /** The type of its backend, such as `s3`. */
  readonly backend: string | undefined;
  /** Arguments as written, by type and name. */
  readonly resources: Blocks;
  readonly data: Blocks;
  readonly outputs: { readonly [name: string]: { readonly value: JsonValue } };
}

/** Blocks of a configuration, by type and name. */
export type Blocks = { readonly [type: string]: { readonly [name: string]: JsonObject } };

/** cdktf's output is missing, or is not in the form that cdktf writes. */
export class SynthesisError extends Error {}

const json = z.json();
const object: z.ZodType<JsonObject> = z.record(z.string(), json);
const blocks = z.record(z.string(), z.record(z.string(), object)).default({});
const manifestSchema = z.object({
  stacks: z.record(
    z.string(),
    z.object({
      workingDirectory: z.string(),
      synthesizedStackPath: z.string(),
      dependencies: z.array(z.string()).default([]),
    }),
  ),
});
const aws = z.object({
  region: z.string().optional(),
  default_tags: z.array(z.object({ tags: z.record(z.string(), z.string()) })).default([]),
});
const stackSchema = z.object({
  terraform: z.object({ backend: z.record(z.string(), json).default({}) }).prefault({}),
  provider: z.object({ aws: z.array(aws).default([]) }).prefault({}),
  resource: blocks,
  data: blocks,
  output: z.record(z.string(), z.object({ value: json })).default({}),
});

/** Every stack in cdktf's output folder, as its manifest lists them. Throws a {@link SynthesisError} with how to fix it. */
export function readSynthesis(outdir: string): SynthesizedStack[] {
  const { stacks } = read(join(outdir, "manifest.json"), manifestSchema);
  return Object.entries(stacks).map(([id, { workingDirectory, synthesizedStackPath, dependencies }]) => {
    const { terraform, provider, resource, data, output } = read(join(outdir, synthesizedStackPath), stackSchema);
    const [first] = provider.aws;
    return {
      id,
      dir: join(outdir, workingDirectory),
      dependencies,
      region: first?.region,
      tags: first?.default_tags[0]?.tags ?? {},
      backend: Object.keys(terraform.backend)[0],
      resources: resource,
      data,
      outputs: output,
    };
  });
}

function read<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(parseFile(path));
  if (parsed.success) return parsed.data;
  throw new SynthesisError(`${path} is not what cdktf writes: ${z.prettifyError(parsed.error)}`);
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") {
      throw new SynthesisError(`${path} is missing. Synthesize first: npm run synth`, { cause });
    }
    throw new SynthesisError(`${path} cannot be read as JSON (${messageOf(cause)}). Synthesize again: npm run synth`, {
      cause,
    });
  }
}
