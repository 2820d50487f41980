import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Resource } from "./resource";
import { Stack } from "./stack";
import { blockSchema } from "./values";

const blocks = z.record(z.string(), z.record(z.string(), blockSchema)).default({});
const stackSchema = z.object({
  provider: z.object({
    aws: z
      .tuple([z.object({ default_tags: z.array(z.object({ tags: z.record(z.string(), z.string()) })).default([]) })])
      .rest(z.unknown()),
  }),
  resource: blocks,
  data: blocks,
});
const manifestSchema = z.object({ stacks: z.record(z.string(), z.object({ synthesizedStackPath: z.string() })) });

/** Reads the stacks that cdktf wrote to a folder; throws with advice if there are none. */
export function readSynthesis(outdir: string): Stack[] {
  const { stacks } = parseFile(join(outdir, "manifest.json"), manifestSchema);
  return Object.entries(stacks).map(([id, { synthesizedStackPath }]) =>
    synthesizedStack(id, parseFile(join(outdir, synthesizedStackPath), stackSchema)),
  );
}

function synthesizedStack(id: string, { provider, resource, data }: z.infer<typeof stackSchema>): Stack {
  const [aws] = provider.aws;
  return new Stack({
    id,
    environment: aws.default_tags[0]?.tags.Environment ?? "",
    source: "synthesis",
    resources: [...resourcesOf(resource, ""), ...resourcesOf(data, "data.")],
  });
}

function resourcesOf(all: z.infer<typeof blocks>, prefix: string): Resource[] {
  return Object.entries(all).flatMap(([type, named]) =>
    // `//` holds cdktf's notes.
    Object.entries(named).map(([name, { "//": _notes, ...values }]) => new Resource(`${prefix}${type}`, name, values)),
  );
}

function parseFile<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Error(`${path} cannot be read as JSON (${String(cause)}). Synthesize the stacks first: npm run synth`, {
      cause,
    });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(`${path} is not a file that cdktf wrote: ${z.prettifyError(parsed.error)}`);
}
