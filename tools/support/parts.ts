import { readdirSync } from "node:fs";
import { join } from "node:path";

const entriesOf = (folder: string) => readdirSync(join(__dirname, "../..", folder), { withFileTypes: true });

/** Every workflow by name, such as `order-intake`: a definition workflows/NAME.asl.json. Sorted. */
export const WORKFLOWS: readonly string[] = entriesOf("workflows")
  .flatMap(({ name }) => /^(.+)\.asl\.json$/.exec(name)?.[1] ?? [])
  .sort();

/** Every Lambda function by name, such as `ship-order`: a folder functions/NAME. Sorted. */
export const FUNCTIONS: readonly string[] = entriesOf("functions")
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map(({ name }) => name)
  .sort();
