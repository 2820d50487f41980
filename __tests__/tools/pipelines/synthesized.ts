import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const NEIGHBOUR = "cross-stack-reference-input-orders-dev-data";
export const OUTPUT = "cross-stack-output-terraform_datatableoutput";

/** cdktf's output of two stacks that need no provider: `orders-dev-fulfilment` reads what `orders-dev-data` puts out. */
export function writeSynthesized(folder: string, table = "orders"): string {
  const synthesized = join(folder, "cdktf.out");
  const state = (stack: string) => ({ path: join(folder, `${stack}.tfstate`) });
  // The reader stands first: the order follows from what depends on what, not from the file.
  write(join(synthesized, "manifest.json"), {
    stacks: { ...entry("orders-dev-fulfilment", ["orders-dev-data"]), ...entry("orders-dev-data", []) },
  });
  write(join(synthesized, "stacks/orders-dev-data/cdk.tf.json"), {
    terraform: { backend: { local: state("data") } },
    resource: { terraform_data: { table: { input: table } } },
    output: { [OUTPUT]: { value: "${terraform_data.table.output}", sensitive: true } },
  });
  write(join(synthesized, "stacks/orders-dev-fulfilment/cdk.tf.json"), {
    terraform: { backend: { local: state("fulfilment") } },
    data: { terraform_remote_state: { [NEIGHBOUR]: { backend: "local", config: state("data") } } },
    resource: {
      terraform_data: { queue: { input: `\${data.terraform_remote_state.${NEIGHBOUR}.outputs.${OUTPUT}}` } },
    },
  });
  return synthesized;
}

function entry(name: string, dependencies: readonly string[]) {
  const workingDirectory = `stacks/${name}`;
  return { [name]: { dependencies, workingDirectory, synthesizedStackPath: `${workingDirectory}/cdk.tf.json` } };
}

export function write(file: string, value: unknown): void {
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}
