import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fillIn, type Substitutions } from "./placeholders";
import { Refused } from "./refused";

const templates = resolve(__dirname, "../api");

/**
 * Reads a Velocity template from stacks/api/ and fills in its placeholders. `${Name}` is a placeholder: Velocity's own
 * references have no braces. Throws {@link Refused} for a missing file or value, and for a value without a placeholder.
 */
export function mappingTemplate(name: string, substitutions: Substitutions = {}): string {
  const file = `stacks/api/${name}.vtl`;
  return fillIn(file, readTemplate(file, resolve(templates, `${name}.vtl`)), substitutions);
}

function readTemplate(file: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Refused(`${file} cannot be read. Write the template there, or correct its name.`, { cause });
  }
}
