import type { z } from "zod";
import { dev } from "./dev";
import { EnvironmentError } from "./environment-error";
import { prod } from "./prod";
import { type Environment, settingsSchema } from "./schema";
import { staging } from "./staging";
import { checkVariables, type Override, override, overridesOf, type Variables } from "./variables";

const environments = new Map<string, unknown>(Object.entries({ dev, staging, prod }));

/** The names of all environments. */
export const environmentNames: readonly string[] = [...environments.keys()];

/** Throws an {@link EnvironmentError} for an unknown name. */
export function checkEnvironmentName(name: string): void {
  if (environments.has(name)) return;
  throw new EnvironmentError(`There is no environment "${name}". Known: ${environmentNames.join(", ")}.`);
}

/** Reads and validates one environment. Throws an {@link EnvironmentError} if it is unknown or has invalid settings. */
export function loadEnvironment(name: string, variables: Variables = {}): Environment {
  checkEnvironmentName(name);
  return parseSettings(name, environments.get(name), overridesOf(name, variables));
}

/** The environments in a list such as `dev,prod`, or all of them without a list. Variables override the files. */
export function loadEnvironments(list: string | undefined, variables: Variables = {}): Environment[] {
  const names = [...new Set(list === undefined ? environmentNames : list.split(",").map((name) => name.trim()))];
  checkVariables(variables, environmentNames, names);
  return names.map((name) => loadEnvironment(name, variables));
}

/** Validates settings from any source. Throws an {@link EnvironmentError} that names every invalid setting. */
export function parseSettings(name: string, settings: unknown, overrides: readonly Override[] = []): Environment {
  const given = override(settings, overrides);
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return { name, ...parsed.data };
  const problems = parsed.error.issues.map((issue) => describe(issue, given, overrides));
  throw new EnvironmentError(`Environment ${name} (environments/${name}.ts): ${problems.join("; ")}.`);
}

function describe(issue: z.core.$ZodIssue, settings: unknown, overrides: readonly Override[]): string {
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => settingAt([...issue.path, key], overrides));
    const known = issue.path.length === 0 ? `; known: ${Object.keys(settingsSchema.shape).join(", ")}` : "";
    return `${keys.join(", ")} is not a setting${known}`;
  }
  const value = valueAt(settings, issue.path);
  const found = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  return `${settingAt(issue.path, overrides) || "the file"} ${found}, expected ${issue.message}`;
}

/** The setting's name, followed by the variable that set it, if one did. */
function settingAt(path: readonly PropertyKey[], overrides: readonly Override[]): string {
  const name = path.join(".");
  const origin = overrides.find(({ path: given }) => given.every((part, index) => part === path[index]));
  return origin === undefined ? name : `${name} (${origin.variable})`;
}

function valueAt(settings: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    settings,
  );
}
