import { isObject, type JsonObject, type JsonValue } from "../../../support/json";

/** Whether an event, as its targets see it, matches a rule. */
export type EventPattern = (event: JsonObject) => boolean;

type FieldPattern = (value: JsonValue | undefined) => boolean;

/**
 * Compiles the pattern of a rule: nested fields, lists of values, and of the comparisons `prefix`, `suffix`, `exists`,
 * `anything-but` and `equals-ignore-case`. Any other is refused by name: an unsupported rule must not appear to
 * match nothing. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
 */
export function compilePattern(text: string): EventPattern {
  const pattern: JsonValue = JSON.parse(text);
  if (!isObject(pattern)) throw new Error(`an event pattern must be a JSON object, but is ${text}`);
  return compileFields(pattern, "");
}

function compileFields(pattern: JsonObject, path: string): FieldPattern {
  const fields = Object.entries(pattern).map(([name, inner]) => ({ name, matches: compileField(inner, path, name) }));
  return (value) => {
    const event = isObject(value) ? value : {};
    return fields.every(({ name, matches }) => matches(Object.hasOwn(event, name) ? event[name] : undefined));
  };
}

function compileField(pattern: JsonValue, path: string, name: string): FieldPattern {
  const place = `${path}${name}`;
  if (isObject(pattern) && !name.startsWith("$")) return compileFields(pattern, `${place}.`);
  if (!Array.isArray(pattern) || name.startsWith("$")) {
    throw new Error(`the event pattern has ${JSON.stringify(pattern)} at ${place}; the local run has no such pattern`);
  }
  const tests = pattern.map((test) => compileTest(test, place));
  // For a list in the event, one matching member is enough.
  return (value) => {
    const values = Array.isArray(value) ? value : [value];
    return tests.some((test) => values.some((member) => test(member)));
  };
}

function compileTest(test: JsonValue, place: string): FieldPattern {
  if (!isObject(test)) return (value) => value === test;
  const [[comparison, operand] = ["", null], ...others] = Object.entries(test);
  const compile = others.length === 0 ? comparisons.get(comparison)?.(operand) : undefined;
  if (compile) return compile;
  throw new Error(
    `the event pattern has ${JSON.stringify(test)} at ${place}; the local run compares by ${[...comparisons.keys()].join(", ")}`,
  );
}

/** By name. The result is undefined if the operand has the wrong type for the comparison. */
const comparisons = new Map<string, (operand: JsonValue) => FieldPattern | undefined>([
  ["prefix", (start) => ofText(start, (value, text) => value.startsWith(text))],
  ["suffix", (end) => ofText(end, (value, text) => value.endsWith(text))],
  ["equals-ignore-case", (other) => ofText(other, (value, text) => value.toLowerCase() === text.toLowerCase())],
  ["exists", (expected) => (typeof expected === "boolean" ? (value) => (value !== undefined) === expected : undefined)],
  ["anything-but", anythingBut],
]);

function ofText(operand: JsonValue, fits: (value: string, text: string) => boolean): FieldPattern | undefined {
  return typeof operand === "string" ? (value) => typeof value === "string" && fits(value, operand) : undefined;
}

function anythingBut(operand: JsonValue): FieldPattern | undefined {
  const excluded = Array.isArray(operand) ? operand : [operand];
  if (excluded.some((value) => isObject(value) || Array.isArray(value))) return undefined;
  return (value) => value !== undefined && !excluded.includes(value);
}
