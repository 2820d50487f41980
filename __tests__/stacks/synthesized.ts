import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { pinned } from "../environments/fixture";

const root = resolve(__dirname, "../..");

const attributes = z.record(z.string(), z.unknown());
const stackSchema = z.object({
  terraform: z.object({ required_providers: attributes }),
  provider: z.object({ aws: z.array(attributes) }),
  resource: z.record(z.string(), z.record(z.string(), attributes)),
});

/** A resource's arguments, as in the synthesized JSON. */
export interface SynthesizedResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One synthesized stack, for reading. */
export class SynthesizedStack {
  readonly text: string;
  private readonly json: z.infer<typeof stackSchema>;

  constructor(
    readonly id: string,
    readonly folder: string,
  ) {
    this.text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
    this.json = stackSchema.parse(JSON.parse(this.text));
  }

  get terraform() {
    return this.json.terraform;
  }

  get provider(): Readonly<Record<string, unknown>> {
    const [provider = {}] = this.json.provider.aws;
    return provider;
  }

  get resources(): SynthesizedResource[] {
    return Object.entries(this.json.resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, attributes]) => ({ address: `${type}.${name}`, type, attributes })),
    );
  }

  ofType(type: string): SynthesizedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }
}

/**
 * Runs main.ts into `outdir`, which must not exist, and returns the stacks of the chosen environments, with variables
 * for their settings. What no variable says of where and for whom they are deployed is {@link pinned}.
 */
export async function synthesize(
  outdir: string,
  environments?: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<SynthesizedStack[]> {
  execFileSync(process.execPath, ["--require", "tsx/cjs", "main.ts"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH ?? "",
      CDKTF_OUTDIR: outdir,
      ...pinned(environments),
      ...variables,
      ...(environments === undefined ? {} : { ORDERS_ENV: environments }),
    },
  });
  const stacks = join(outdir, "stacks");
  return readdirSync(stacks)
    .sort()
    .map((id) => new SynthesizedStack(id, join(stacks, id)));
}
