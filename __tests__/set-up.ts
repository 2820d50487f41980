import { join, resolve } from "node:path";
import { buildFunctions } from "../tools/build/functions";
import { StartError } from "../tools/support/start-error";
import { provideTerraform } from "../tools/terraform/provide";

const root = resolve(__dirname, "..");

/**
 * Builds the functions once, before any test: stacks read their archives, so a test of a stack passes alone in a fresh
 * clone, and no suite builds while another reads. It takes about a second. Then provides Terraform and the AWS provider,
 * which the plans need.
 */
export default async function setUp({ nonFlagArgs }: { readonly nonFlagArgs: readonly string[] }): Promise<void> {
  await buildFunctions({ functionsDir: join(root, "functions"), outDir: join(root, "dist/functions") });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  try {
    await provideTerraform({ env: process.env, say });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    say(error.message);
    // The tests that a developer names may not need it.
    if (nonFlagArgs.length === 0) process.exit(1);
  }
}
