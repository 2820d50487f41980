import { fieldOf, isObject, type JsonObject, type JsonValue } from "../../../support/json";
import { UnsupportedDefinition } from "./errors";

/** What a path reads: `$` the state's data, `$$` the execution's context object. */
export interface Scope {
  readonly data: JsonValue;
  readonly context: JsonObject;
}

/** A compiled JSONPath. */
export interface Path {
  readonly text: string;
  /** The value, or `undefined` if nothing matches. A path that can match several values gives an array of them. */
  read(scope: Scope): JsonValue | undefined;
  /** Why a definite path reads nothing, in the words of AWS. */
  missing(scope: Scope): string;
}

type Step =
  | { kind: "name"; name: string }
  | { kind: "index"; index: number }
  | { kind: "slice"; from: number | undefined; to: number | undefined }
  | { kind: "all" }
  | { kind: "descend" };

/**
 * Compiles a JSONPath as AWS reads it. Filters and unions are refused: nothing here needs them, and their results
 * depend on the library.
 */
export function compilePath(text: string): Path {
  const ofContext = text.startsWith("$$");
  const steps = parseSteps(text, ofContext ? 2 : 1);
  const [first] = steps;
  const single = first?.kind === "name" && steps.length === 1 ? first.name : undefined;
  const missing = (scope: Scope) => missingStep(rootOf(scope, ofContext), steps);
  if (single !== undefined) return { text, missing, read: (scope) => fieldOf(rootOf(scope, ofContext), single) };
  const definite = steps.every(({ kind }) => kind === "name" || kind === "index");
  return {
    text,
    missing,
    read: (scope) => {
      const root = rootOf(scope, ofContext);
      return definite ? readOne(root, steps) : readMany(root, steps);
    },
  };
}

/** The steps of a reference path, which names exactly one place. Used for ResultPath. */
export function compileReference(text: string): readonly (string | number)[] {
  return parseSteps(text, 1).map((step) => {
    if (step.kind === "name") return step.name;
    if (step.kind === "index" && step.index >= 0) return step.index;
    throw new UnsupportedDefinition(
      `"${text}" may match more than one place. A ResultPath names one: $.a.b or $.a[0].`,
    );
  });
}

/** The syntax of each kind of step; `step` reads the match. In `..[` the second dot belongs to the descent. */
const SYNTAX: readonly { pattern: RegExp; step: (match: RegExpExecArray) => Step }[] = [
  { pattern: /\.\.(?=\[)|\.(?=\.)/y, step: () => ({ kind: "descend" }) },
  { pattern: /\.\*|\[\s*\*\s*\]/y, step: () => ({ kind: "all" }) },
  { pattern: /\.([^\s.[\](),*?'"@]+)/y, step: (match) => ({ kind: "name", name: match[1] ?? "" }) },
  {
    pattern: /\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]/y,
    // On AWS a backslash escapes the quote and is kept: $['Test\\"Name'] reads the field Test\\"Name.
    step: (match) => ({ kind: "name", name: match[1] ?? match[2] ?? "" }),
  },
  { pattern: /\[\s*(-?\d+)\s*\]/y, step: (match) => ({ kind: "index", index: Number(match[1]) }) },
  {
    pattern: /\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]/y,
    step: (match) => ({ kind: "slice", from: bound(match[1]), to: bound(match[2]) }),
  },
];

function parseSteps(text: string, start: number): Step[] {
  if (!text.startsWith("$")) throw new UnsupportedDefinition(`"${text}" is not a path: a path starts with $ or $$.`);
  const steps: Step[] = [];
  let at = start;
  while (at < text.length) {
    const found = stepAt(text, at);
    if (!found)
      throw new UnsupportedDefinition(
        `The path "${text}" has "${text.slice(at)}", which the local run does not read. It reads .name, ['name'], [0], [0:2], .*, [*] and ..`,
      );
    steps.push(found.step);
    at = found.end;
  }
  return steps;
}

function stepAt(text: string, at: number): { step: Step; end: number } | undefined {
  for (const { pattern, step } of SYNTAX) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { step: step(match), end: pattern.lastIndex };
  }
  return undefined;
}

function bound(digits: string | undefined): number | undefined {
  return digits ? Number(digits) : undefined;
}

function rootOf(scope: Scope, ofContext: boolean): JsonValue {
  return ofContext ? scope.context : scope.data;
}

function readOne(root: JsonValue, steps: readonly Step[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of steps) {
    if (step.kind === "name") value = fieldOf(value, step.name);
    else if (step.kind === "index") value = Array.isArray(value) ? value.at(step.index) : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

/** AWS words a missing last step as "no results", and names any earlier missing step: test_base_scenarios. */
function missingStep(root: JsonValue, steps: readonly Step[]): string {
  const place = (upTo: number) =>
    `$${steps
      .slice(0, upTo)
      .map((step) => (step.kind === "name" ? `['${step.name}']` : step.kind === "index" ? `[${step.index}]` : "[*]"))
      .join("")}`;
  const first = steps.findIndex((_, index) => readOne(root, steps.slice(0, index + 1)) === undefined);
  return first === steps.length - 1
    ? `No results for path: ${place(steps.length)}`
    : `Missing property in path ${place(first + 1)}`;
}

function readMany(root: JsonValue, steps: readonly Step[]): JsonValue[] {
  let values: JsonValue[] = [root];
  for (const step of steps) values = values.flatMap((value) => matches(value, step));
  return values;
}

function matches(value: JsonValue, step: Step): JsonValue[] {
  if (step.kind === "all") return childrenOf(value);
  if (step.kind === "descend") return [value, ...childrenOf(value).flatMap((child) => matches(child, step))];
  if (step.kind === "slice") return Array.isArray(value) ? value.slice(step.from ?? 0, step.to) : [];
  const one = readOne(value, [step]);
  return one === undefined ? [] : [one];
}

function childrenOf(value: JsonValue): JsonValue[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}
