import type { z } from "zod";
import { dev } from "./dev";
import { EnvironmentError } from "./environment-error";
import { prod } from "./prod";
import { type Environment, settingsSchema } from "./schema";
import { staging } from "./staging";

const environments = new Map<string, unknown>(Object.entries({ dev, staging, prod }));

/** Names of the environments that there are. */
export const environmentNames: readonly string[] = [...environments.keys()];

/** Reads and validates one environment; throws an {@link EnvironmentError} for one that is unknown or set wrongly. */
export function loadEnvironment(name: string): Environment {
  const settings = environments.get(name);
  if (settings === undefined) {
    throw new EnvironmentError(`There is no environment "${name}". Known: ${environmentNames.join(", ")}.`);
  }
  return parseSettings(name, settings);
}

/** The environments of a list like `dev,prod`; without one, all of them. */
export function loadEnvironments(list: string | undefined): Environment[] {
  const names = list === undefined ? environmentNames : list.split(",").map((name) => name.trim());
  return [...new Set(names)].map(loadEnvironment);
}

/** Settings of any origin, as an environment; throws an {@link EnvironmentError} that tells every wrong setting. */
export function parseSettings(name: string, settings: unknown): Environment {
  const parsed = settingsSchema.safeParse(settings);
  if (parsed.success) return { name, ...parsed.data };
  const problems = parsed.error.issues.map((issue) => describe(issue, settings));
  throw new EnvironmentError(`Environment ${name} (environments/${name}.ts): ${problems.join("; ")}.`);
}

function describe(issue: z.core.$ZodIssue, settings: unknown): string {
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => [...issue.path, key].join("."));
    const known = issue.path.length === 0 ? `; known: ${Object.keys(settingsSchema.shape).join(", ")}` : "";
    return `${keys.join(", ")} is not a setting${known}`;
  }
  const value = valueAt(settings, issue.path);
  const found = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  return `${issue.path.join(".") || "the file"} ${found}, expected ${issue.message}`;
}

function valueAt(settings: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    settings,
  );
}
