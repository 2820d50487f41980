import * as z from "zod/mini";

const longestQuote = 40;

/** A string that matches the pattern. `expected` completes the sentence "Expected ...". */
export function textField(expected: string, pattern: RegExp) {
  const error = expecting(expected);
  return z.string({ error }).check(z.regex(pattern, { error }));
}

/** A string that the list holds. */
export function listedField(expected: string, list: ReadonlySet<string>) {
  const error = expecting(expected);
  return z.string({ error }).check(z.refine((value) => list.has(value), { error }));
}

/** An integer from `least` to `most`, both allowed. */
export function integerField(least: number, most: number) {
  const error = expecting(`an integer from ${least} to ${most}`);
  const isInRange = (value: number) => Number.isSafeInteger(value) && value >= least && value <= most;
  return z.number({ error }).check(z.refine(isInRange, { error }));
}

/** An object of these fields and no other. `subject` names it with its article: "an order line". */
export function objectField<Shape extends z.core.$ZodLooseShape>(subject: string, shape: Shape) {
  const fields = Object.keys(shape).join(", ");
  const wrongType = expecting(`${subject}, an object of ${fields}`);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `Unknown field: ${subject} has ${fields}. Leave it out.` : wrongType(issue),
  });
}

/** A message for the client: what was expected, and what came. */
export function expecting(expected: string): (issue: { input?: unknown }) => string {
  return ({ input }) =>
    input === undefined ? `Missing: expected ${expected}.` : `Expected ${expected}, got ${quote(input)}.`;
}

/** Values in short: a hostile one must not blow up the answer, and a container is never walked, however deep it is. */
function quote(value: unknown): string {
  if (typeof value === "string") {
    if (value.length <= longestQuote) return JSON.stringify(value);
    return `${JSON.stringify(value.slice(0, longestQuote))}… (${value.length} characters)`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) return "a number that is too large";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
