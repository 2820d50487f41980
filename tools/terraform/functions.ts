import { createHash } from "node:crypto";
import type { JsonValue } from "../support/json";
import { ExpressionError } from "./expression-error";

type TerraformFunction = (...args: JsonValue[]) => JsonValue;

/** The Terraform functions that configurations like this project's use. */
const functions = new Map<string, TerraformFunction>([
  ["jsonencode", (value = null) => JSON.stringify(value)],
  ["jsondecode", (text) => JSON.parse(textOf(text))],
  ["join", (separator, ...lists) => lists.flat().map(textOf).join(textOf(separator))],
  ["concat", (...lists) => lists.flat()],
  ["replace", (text, from, to) => textOf(text).replaceAll(textOf(from), textOf(to))],
  ["lower", (text) => textOf(text).toLowerCase()],
  ["upper", (text) => textOf(text).toUpperCase()],
  ["tostring", (value) => textOf(value)],
  ["tonumber", (value) => Number(value)],
  ["element", (list, index) => (Array.isArray(list) ? (list[Number(index) % list.length] ?? null) : null)],
  ["md5", (text) => digest("md5", text)],
  ["sha1", (text) => digest("sha1", text)],
  ["sha256", (text) => digest("sha256", text)],
]);

export function callFunction(name: string, args: JsonValue[]): JsonValue {
  const known = functions.get(name);
  if (!known) {
    throw new ExpressionError(`the function ${name} is not supported (known: ${[...functions.keys()].join(", ")})`);
  }
  return known(...args);
}

function textOf(value: JsonValue | undefined): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new ExpressionError(`a text was expected, not ${JSON.stringify(value)}`);
}

function digest(algorithm: string, text: JsonValue | undefined): string {
  return createHash(algorithm).update(textOf(text)).digest("hex");
}
