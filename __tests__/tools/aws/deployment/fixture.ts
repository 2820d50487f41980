import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../../tools/support/json";

type Blocks = { [type: string]: { [name: string]: JsonObject } };

/** The parts of a cdk.tf.json that differ between tests. */
export interface StackFile {
  readonly region?: string;
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: { [name: string]: JsonObject };
}

/** Writes an output folder as cdktf does. */
export function writeSynthesized(outdir: string, stacks: { readonly [id: string]: StackFile }): void {
  const manifest: JsonObject = {};
  for (const [id, { region = "eu-central-1", resource = {}, data = {}, output = {} }] of Object.entries(stacks)) {
    const workingDirectory = `stacks/${id}`;
    const synthesizedStackPath = `${workingDirectory}/cdk.tf.json`;
    mkdirSync(join(outdir, workingDirectory), { recursive: true });
    const file = { "//": { metadata: {} }, provider: { aws: [{ region }] }, resource, data, output, terraform: {} };
    writeFileSync(join(outdir, synthesizedStackPath), JSON.stringify(file));
    manifest[id] = { name: id, workingDirectory, synthesizedStackPath };
  }
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks: manifest }));
}
