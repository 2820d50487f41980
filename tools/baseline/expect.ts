import type { Resource } from "./model/resource";
import { isSet } from "./model/values";

/** What is wrong with an attribute that must be one of the given values, in each of the blocks around it. */
export function expectValue({ values }: Resource, path: string, ...expected: readonly unknown[]): string[] {
  const steps = path.split(".");
  const name = steps.pop() ?? path;
  const around = steps.length === 0 ? [values] : values.blocks(steps.join("."));
  const found = around.length === 0 ? [undefined] : around.map((block) => block.at(name));
  const wanted = expected.filter(isSet).map((value) => JSON.stringify(value));
  return found
    .filter((value) => !expected.includes(value))
    .map((value) => wrongValue(path, value, wanted.join(" or ") || "none"));
}

/** What is wrong with an attribute that must be given. */
export function expectSet(resource: Resource, path: string): string[] {
  return isSet(resource.at(path)) ? [] : [`${path} is missing`];
}

/** What is wrong with a number that must be at least so large. What is no number yet is no proof. */
export function expectAtLeast(resource: Resource, path: string, least: number): string[] {
  const value = resource.at(path);
  return typeof value === "number" && value >= least ? [] : [wrongValue(path, value, `${least} or more`)];
}

function wrongValue(path: string, value: unknown, wanted: string): string {
  return `${path} ${isSet(value) ? `is ${JSON.stringify(value)}` : "is missing"}, expected ${wanted}`;
}
