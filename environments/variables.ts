import { z } from "zod";
import { EnvironmentError } from "./environment-error";
import { nearest } from "./nearest";
import { settingsSchema } from "./schema";

/** The prefix of every variable that this project reads. */
const PREFIX = "ORDERS_";

/** Variables that choose what to synthesize, rather than how. */
export const SELECTORS = { environments: `${PREFIX}ENV`, bootstrap: `${PREFIX}BOOTSTRAP` } as const;

export type Variables = Readonly<Record<string, string | undefined>>;

/** A setting that a variable can override, such as `["approval", "threshold"]`. */
interface Leaf {
  readonly path: readonly string[];
  readonly schema: z.core.$ZodType;
}

/** The value of one setting, and the variable that it comes from. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly variable: string;
}

const leaves: ReadonlyMap<string, Leaf> = new Map(
  leavesOf(settingsSchema, []).map((leaf) => [leaf.path.map(screaming).join("_"), leaf]),
);

/** The variables that override a setting, without an environment's name. */
export const settingVariables: readonly string[] = [...leaves.keys()].map((name) => PREFIX + name);

/** The settings of one environment that variables override. `ORDERS_DEV_REGION` takes precedence over `ORDERS_REGION`. */
export function overridesOf(environment: string, variables: Variables): Override[] {
  return [...leaves].flatMap(([name, { path, schema }]) => {
    const named = [`${PREFIX}${screaming(environment)}_${name}`, PREFIX + name];
    const variable = named.find((candidate) => variables[candidate] !== undefined);
    return variable === undefined ? [] : [{ path, value: read(schema, variables[variable] ?? ""), variable }];
  });
}

/**
 * Throws an {@link EnvironmentError} for an unknown variable with this project's prefix, and for one that would change
 * several of the chosen environments: a value meant for dev must not reach prod by accident.
 */
export function checkVariables(variables: Variables, known: readonly string[], chosen: readonly string[]): void {
  const given = Object.keys(variables).filter((name) => name.startsWith(PREFIX) && variables[name] !== undefined);
  const ofEnvironments = known.flatMap((name) =>
    [...leaves.keys()].map((leaf) => `${PREFIX}${screaming(name)}_${leaf}`),
  );
  const all = [...Object.values(SELECTORS), ...settingVariables, ...ofEnvironments];
  const problems = given.flatMap((name) => {
    if (!all.includes(name))
      return [`${name} is not a variable of this project; nearest: ${nearest(name, all).join(", ")}`];
    if (chosen.length < 2 || !settingVariables.includes(name)) return [];
    const [first = ""] = chosen;
    const named = `${PREFIX}${screaming(first)}_${name.slice(PREFIX.length)}`;
    return [
      `${name} would change ${chosen.join(", ")} at once: choose one with ${SELECTORS.environments}, or name it, as in ${named}`,
    ];
  });
  if (problems.length > 0) throw new EnvironmentError(`${problems.join("; ")}.`);
}

/** Whether a selector is true; false if it is not set. Throws an {@link EnvironmentError} for any other value. */
export function isSet(variable: string, variables: Variables): boolean {
  const value = variables[variable] ?? "false";
  if (value === "true" || value === "false") return value === "true";
  throw new EnvironmentError(`${variable} is ${JSON.stringify(value)}, expected true or false.`);
}

/** The settings with the overrides applied. Overriding one field of an object keeps its other fields. */
export function override(settings: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce((changed, { path, value }) => withValue(changed, path, value), settings);
}

function withValue(settings: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const object = typeof settings === "object" && settings !== null ? settings : {};
  // The fields of one kind of backend are not valid for another.
  const kept = name === "type" && Reflect.get(object, "type") !== value ? {} : object;
  return { ...kept, [name]: withValue(Reflect.get(object, name), rest, value) };
}

function leavesOf(schema: z.core.$ZodType, path: readonly string[]): Leaf[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return leavesOf(schema.unwrap(), path);
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap((option) => leavesOf(option, path));
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, part]) => leavesOf(part, [...path, name]));
  }
  return [{ path, schema }];
}

/** `requestsPerSecond` as `REQUESTS_PER_SECOND`. */
function screaming(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** A variable's text as a value for its setting, or unchanged where it does not fit, so that the schema refuses it. */
function read(schema: z.core.$ZodType, text: string): unknown {
  // A pipeline passes an empty text for a variable that is not set. It must not count as an empty list or as no tags.
  if (text === "") return text;
  if (schema instanceof z.ZodArray) return list(text);
  if (schema instanceof z.ZodRecord) return pairs(text);
  const isNumber =
    schema instanceof z.ZodNumber ||
    (schema instanceof z.ZodLiteral && [...schema.values].every((value) => typeof value === "number"));
  if (isNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (schema instanceof z.ZodBoolean && (text === "true" || text === "false")) return text === "true";
  return text;
}

/** Reads a JSON array or comma-separated texts. */
function list(text: string): unknown {
  if (text.trim().startsWith("[")) return json(text);
  return text.split(",").map((entry) => entry.trim());
}

/** Reads a JSON object or comma-separated `name=text` pairs. */
function pairs(text: string): unknown {
  if (text.trim().startsWith("{")) return json(text);
  const entries = text.split(",").map((entry) => entry.split("=").map((part) => part.trim()));
  return entries.every(({ length }) => length === 2) ? Object.fromEntries(entries) : text;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // The schema refuses it and says what it expects.
  }
}
