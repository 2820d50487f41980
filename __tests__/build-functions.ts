import { join, resolve } from "node:path";
import { buildFunctions } from "../tools/build/functions";

const root = resolve(__dirname, "..");

/**
 * Builds the functions once, before any test: stacks read their archives, so a test of a stack passes alone in a fresh
 * clone, and no suite builds while another reads. It takes about a second.
 */
export default async function build(): Promise<void> {
  await buildFunctions({ functionsDir: join(root, "functions"), outDir: join(root, "dist/functions") });
}
