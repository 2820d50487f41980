import { z } from "zod";
import { EnvironmentError } from "./environment-error";
import { nearest } from "./nearest";
import { settingsSchema } from "./schema";

/** What every variable begins with that this project reads. */
const PREFIX = "ORDERS_";

/** Variables that choose what is synthesized, rather than how. */
export const SELECTORS = { environments: `${PREFIX}ENV`, bootstrap: `${PREFIX}BOOTSTRAP` } as const;

export type Variables = Readonly<Record<string, string | undefined>>;

/** A setting that a variable may give, such as `["approval", "threshold"]`. */
interface Leaf {
  readonly path: readonly string[];
  readonly schema: z.core.$ZodType;
}

/** The value of one setting, and the variable that gave it. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly variable: string;
}

const leaves: ReadonlyMap<string, Leaf> = new Map(
  leavesOf(settingsSchema, []).map((leaf) => [leaf.path.map(screaming).join("_"), leaf]),
);

/** Names of the variables that give a setting, without an environment's name. */
export const settingVariables: readonly string[] = [...leaves.keys()].map((name) => PREFIX + name);

/** What the variables say of one environment's settings: `ORDERS_REGION`, and before it `ORDERS_DEV_REGION`. */
export function overridesOf(environment: string, variables: Variables): Override[] {
  return [...leaves].flatMap(([name, { path, schema }]) => {
    const named = [`${PREFIX}${screaming(environment)}_${name}`, PREFIX + name];
    const variable = named.find((candidate) => variables[candidate] !== undefined);
    return variable === undefined ? [] : [{ path, value: read(schema, variables[variable] ?? ""), variable }];
  });
}

/**
 * Throws an {@link EnvironmentError} for a variable that begins as this project's do and is none of them, and for one
 * that would change several of the chosen environments at once: what is meant for dev must not reach prod by accident.
 */
export function checkVariables(variables: Variables, known: readonly string[], chosen: readonly string[]): void {
  const given = Object.keys(variables).filter((name) => name.startsWith(PREFIX) && variables[name] !== undefined);
  const ofEnvironments = known.flatMap((name) =>
    [...leaves.keys()].map((leaf) => `${PREFIX}${screaming(name)}_${leaf}`),
  );
  const all = [...Object.values(SELECTORS), ...settingVariables, ...ofEnvironments];
  const problems = given.flatMap((name) => {
    if (!all.includes(name))
      return [`${name} is no variable of this project; nearest: ${nearest(name, all).join(", ")}`];
    if (chosen.length < 2 || !settingVariables.includes(name)) return [];
    const [first = ""] = chosen;
    const named = `${PREFIX}${screaming(first)}_${name.slice(PREFIX.length)}`;
    return [
      `${name} would change ${chosen.join(", ")} at once: choose one with ${SELECTORS.environments}, or name it, as in ${named}`,
    ];
  });
  if (problems.length > 0) throw new EnvironmentError(`${problems.join("; ")}.`);
}

/** Whether a selector that is true or false is true; without it, it is not. */
export function isSet(variable: string, variables: Variables): boolean {
  const value = variables[variable] ?? "false";
  if (value === "true" || value === "false") return value === "true";
  throw new EnvironmentError(`${variable} is ${JSON.stringify(value)}, expected true or false.`);
}

/** The settings with the overrides in place. A part given of an object leaves its other parts as they are. */
export function override(settings: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce((changed, { path, value }) => withValue(changed, path, value), settings);
}

function withValue(settings: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const object = typeof settings === "object" && settings !== null ? settings : {};
  // What another kind of backend needs is no setting of the new one.
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

/** A variable's text as the value that its setting takes; as text where it is none, for the schema to refuse. */
function read(schema: z.core.$ZodType, text: string): unknown {
  // A pipeline hands it on where its own variable is not set. It must not pass for an empty list, or for no tags.
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

/** A JSON array, or texts with commas between. */
function list(text: string): unknown {
  if (text.trim().startsWith("[")) return json(text);
  return text.split(",").map((entry) => entry.trim());
}

/** A JSON object, or `name=text` with commas between. */
function pairs(text: string): unknown {
  if (text.trim().startsWith("{")) return json(text);
  const entries = text.split(",").map((entry) => entry.split("=").map((part) => part.trim()));
  return entries.every(({ length }) => length === 2) ? Object.fromEntries(entries) : text;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // Which the schema refuses, with what it expects.
  }
}
