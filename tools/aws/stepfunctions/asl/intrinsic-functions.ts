import { createHash, randomInt, randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isObject, type JsonObject, type JsonValue } from "../../../support/json";

/** An argument of a function. For a text literal, `literal` is the text between the quotes, with its escapes. */
export interface Argument {
  readonly value: JsonValue;
  readonly literal?: string;
}

/** Computes, or throws an Error whose message says which argument is wrong. */
export type IntrinsicFunction = (...args: readonly Argument[]) => JsonValue;

const LONGEST_TEXT = 10_000;
const LONGEST_RANGE = 1_000;

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const intrinsicFunctions: Readonly<Record<string, { args: readonly [number, number]; run: IntrinsicFunction }>> =
  {
    "States.Format": { args: [1, Infinity], run: format },
    "States.StringToJson": { args: [1, 1], run: (json) => parse(text(json, 1)) },
    "States.JsonToString": { args: [1, 1], run: (value) => JSON.stringify(value?.value) },
    "States.JsonMerge": { args: [3, 3], run: merge },
    "States.Array": { args: [0, Infinity], run: (...args) => args.map(({ value }) => value) },
    "States.ArrayPartition": { args: [2, 2], run: partition },
    "States.ArrayContains": {
      args: [2, 2],
      run: (list, value) => array(list, 1).some((item) => isDeepStrictEqual(item, value?.value)),
    },
    "States.ArrayRange": { args: [3, 3], run: range },
    "States.ArrayGetItem": { args: [2, 2], run: getItem },
    "States.ArrayLength": { args: [1, 1], run: (list) => array(list, 1).length },
    "States.ArrayUnique": { args: [1, 1], run: unique },
    "States.Base64Encode": { args: [1, 1], run: (value) => Buffer.from(shortText(value, 1)).toString("base64") },
    "States.Base64Decode": { args: [1, 1], run: (value) => Buffer.from(shortText(value, 1), "base64").toString() },
    "States.Hash": { args: [2, 2], run: hash },
    // The seed is ignored: AWS does not publish its generator, so a seeded sequence cannot be reproduced here.
    "States.MathRandom": { args: [2, 2], run: (from, to) => randomInt(integer(from, 1), integer(to, 2)) },
    "States.MathAdd": { args: [2, 2], run: (a, b) => integer(a, 1) + integer(b, 2) },
    "States.StringSplit": { args: [2, 2], run: split },
    "States.UUID": { args: [0, 0], run: () => randomUUID() },
  };

function format(template: Argument | undefined, ...values: readonly Argument[]): string {
  const parts = (template?.literal ?? text(template, 1)).split(/(?<!\\)\{\}/);
  if (parts.length - 1 !== values.length)
    throw new Error(`its text has ${parts.length - 1} {} and it was given ${values.length} values for them`);
  return parts
    .map((part, index) => withoutEscapes(part) + (index < values.length ? shown(values[index]?.value ?? null) : ""))
    .join("");
}

/** A literal without its escaping backslashes. */
export function withoutEscapes(literal: string): string {
  return literal.replace(/\\([\\'{}])/g, "$1");
}

/** As Java writes it: `{Arg1=1, Arg2=[]}`. Recorded in test_generic, test_format_2. */
function shown(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}=${shown(field)}`);
  return `{${fields.join(", ")}}`;
}

/** Blank text is null on AWS: test_json_manipulation, test_string_to_json. */
function parse(json: string): JsonValue {
  if (json.trim() === "") return null;
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error(`argument 1 is not JSON: ${json.slice(0, 200)}`, { cause });
  }
}

function merge(a: Argument | undefined, b: Argument | undefined, deep: Argument | undefined): JsonObject {
  if (deep?.value !== false) throw new Error("argument 3 must be false: only the shallow merge exists");
  return { ...object(a, 1), ...object(b, 2) };
}

function partition(list: Argument | undefined, size: Argument | undefined): JsonValue {
  const length = integer(size, 2);
  if (length < 1) throw new Error("argument 2 must be a positive number");
  const items = array(list, 1);
  const chunks: JsonValue[] = [];
  for (let at = 0; at < items.length; at += length) chunks.push(items.slice(at, at + length));
  return chunks;
}

function range(from: Argument | undefined, to: Argument | undefined, by: Argument | undefined): JsonValue {
  const [first, last, step] = [integer(from, 1), integer(to, 2), integer(by, 3)];
  if (step === 0) throw new Error("argument 3 must not be 0");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new Error(`it would have ${length} items; the most is ${LONGEST_RANGE}`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function getItem(list: Argument | undefined, index: Argument | undefined): JsonValue {
  const items = array(list, 1);
  const item = items[integer(index, 2)];
  if (item === undefined) throw new Error(`argument 2 is ${index?.value}, and the array has ${items.length} items`);
  return item;
}

function unique(list: Argument | undefined): JsonValue {
  const items = array(list, 1);
  return items.filter((item, at) => items.findIndex((other) => isDeepStrictEqual(item, other)) === at);
}

const DIGESTS: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

function hash(data: Argument | undefined, algorithm: Argument | undefined): string {
  const digest = DIGESTS[text(algorithm, 2)];
  if (!digest) throw new Error(`argument 2 must be one of ${Object.keys(DIGESTS).join(", ")}`);
  return createHash(digest).update(shortText(data, 1)).digest("hex");
}

/** Every character of the delimiter splits the text, and empty parts are dropped. */
function split(value: Argument | undefined, delimiter: Argument | undefined): JsonValue {
  const splitters = new Set(text(delimiter, 2));
  const parts = [""];
  for (const character of text(value, 1)) {
    if (splitters.has(character)) parts.push("");
    else parts.push((parts.pop() ?? "") + character);
  }
  return parts.filter((part) => part !== "");
}

function text(argument: Argument | undefined, position: number): string {
  if (typeof argument?.value === "string") return argument.value;
  throw new Error(`argument ${position} must be a string, not ${JSON.stringify(argument?.value)}`);
}

function shortText(argument: Argument | undefined, position: number): string {
  const value = text(argument, position);
  if (value.length <= LONGEST_TEXT) return value;
  throw new Error(`argument ${position} has ${value.length} characters; the most is ${LONGEST_TEXT}`);
}

function integer(argument: Argument | undefined, position: number): number {
  if (typeof argument?.value === "number") return Math.round(argument.value);
  throw new Error(`argument ${position} must be a number, not ${JSON.stringify(argument?.value)}`);
}

function array(argument: Argument | undefined, position: number): JsonValue[] {
  if (Array.isArray(argument?.value)) return argument.value;
  throw new Error(`argument ${position} must be an array, not ${JSON.stringify(argument?.value)}`);
}

function object(argument: Argument | undefined, position: number): JsonObject {
  if (isObject(argument?.value)) return argument.value;
  throw new Error(`argument ${position} must be an object, not ${JSON.stringify(argument?.value)}`);
}
