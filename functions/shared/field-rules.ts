import * as z from "zod/mini";
import { mayHoldCardNumber } from "./card-number";

const longestQuote = 40;

/** A string that matches the pattern. `expected` completes the sentence "Expected ...". */
export function textField(expected: string, pattern: RegExp) {
  const error = expecting(expected);
  return z.string({ error }).check(z.regex(pattern, { error }));
}

/** A string from the list. */
export function listedField(expected: string, list: ReadonlySet<string>) {
  const error = expecting(expected);
  return z.string({ error }).check(z.refine((value) => list.has(value), { error }));
}

/** An integer from `least` to `most`, inclusive. */
export function integerField(least: number, most: number) {
  const error = expecting(`an integer from ${least} to ${most}`);
  const isInRange = (value: number) => Number.isSafeInteger(value) && value >= least && value <= most;
  return z.number({ error }).check(z.refine(isInRange, { error }));
}

/**
 * An object with these fields and no others. `subject` names it with its article: "an order line". `describe` makes the
 * message for a value that is not an object.
 */
export function objectField<Shape extends z.core.$ZodLooseShape>(
  subject: string,
  shape: Shape,
  describe: (expected: string) => (issue: { input?: unknown }) => string = expecting,
) {
  const fields = Object.keys(shape).join(", ");
  const wrongType = describe(`${subject}, an object of ${fields}`);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `Unknown field: ${subject} has ${fields}. Leave it out.` : wrongType(issue),
  });
}

/** A message for the client: what was expected and what was received. */
export function expecting(expected: string): (issue: { input?: unknown }) => string {
  return ({ input }) =>
    input === undefined ? `Missing: expected ${expected}.` : `Expected ${expected}, got ${quote(input)}.`;
}

/** The same for a secret value: the message does not repeat what was received. */
export function expectingSecret(expected: string): (issue: { input?: unknown }) => string {
  return ({ input }) => `${input === undefined ? "Missing: expected" : "Expected"} ${expected}.`;
}

/**
 * A value in short. A hostile value must not bloat the answer, a container is never walked, however deep it is, and a
 * card number in the wrong field must not reach the answer or its record.
 */
function quote(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "number" && !Number.isFinite(value)) return "a number that is too large";
  const text = String(value);
  if (mayHoldCardNumber(text)) return "a value that may contain a card number and is not repeated here";
  if (typeof value !== "string") return text;
  if (text.length <= longestQuote) return JSON.stringify(text);
  return `${JSON.stringify(text.slice(0, longestQuote))}… (${text.length} characters)`;
}
