import { fieldOf, isObject, type JsonObject, type JsonValue, textOf } from "../../../support/json";
import { runtimeError, UnsupportedDefinition } from "./errors";
import { compilePath, type Path, type Scope } from "./paths";
import { compileWildcards } from "./wildcards";

/** A compiled rule of a Choice state. The parts of And and Or are evaluated in order, and no further than needed. */
export type Rule = (scope: Scope) => boolean;

export function compileRule(rule: JsonObject): Rule {
  const and = fieldOf(rule, "And");
  if (and !== undefined) return every(rulesOf(and));
  const or = fieldOf(rule, "Or");
  if (or !== undefined) return some(rulesOf(or));
  const not = fieldOf(rule, "Not");
  if (isObject(not)) return negated(compileRule(not));
  return compileComparison(rule);
}

function rulesOf(rules: JsonValue): Rule[] {
  return Array.isArray(rules) ? rules.filter(isObject).map(compileRule) : [];
}

const every =
  (rules: readonly Rule[]): Rule =>
  (scope) =>
    rules.every((rule) => rule(scope));
const some =
  (rules: readonly Rule[]): Rule =>
  (scope) =>
    rules.some((rule) => rule(scope));
const negated =
  (rule: Rule): Rule =>
  (scope) =>
    !rule(scope);

function compileComparison(rule: JsonObject): Rule {
  const variable = textOf(rule, "Variable");
  const operator = Object.keys(rule).find((key) => !["Variable", "Next", "Comment"].includes(key));
  const operand = operator === undefined ? undefined : rule[operator];
  if (variable === undefined || operator === undefined || operand === undefined)
    throw new UnsupportedDefinition(`A choice rule needs a Variable and an operator: ${JSON.stringify(rule)}`);
  const path = compilePath(variable);
  if (operator === "IsPresent") return (scope) => (path.read(scope) !== undefined) === operand;
  const test = TYPE_TESTS[operator];
  if (test) return (scope) => test(value(path, scope)) === operand;
  if (operator === "StringMatches") {
    const matches = compileWildcards(String(operand));
    return (scope) => {
      const found = value(path, scope);
      return typeof found === "string" && matches(found);
    };
  }
  return compileOrdering(path, operator, operand);
}

function value(path: Path, scope: Scope): JsonValue {
  const found = path.read(scope);
  if (found !== undefined) return found;
  throw runtimeError(`Invalid path '${path.text}': The choice state's condition path references an invalid value.`);
}

/** RFC3339 as Step Functions accepts it: with the T and with an offset. */
export const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const TYPE_TESTS: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  IsNull: (found) => found === null,
  IsString: (found) => typeof found === "string",
  IsNumeric: (found) => typeof found === "number",
  IsBoolean: (found) => typeof found === "boolean",
  IsTimestamp: (found) => timestamp(found) !== undefined,
};

type Ordered = string | number | boolean;

const ORDERINGS: Readonly<Record<string, (a: Ordered, b: Ordered) => boolean>> = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  GreaterThan: (a, b) => a > b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThanEquals: (a, b) => a >= b,
};

const READERS: Readonly<Record<string, (value: JsonValue) => Ordered | undefined>> = {
  String: (found) => (typeof found === "string" ? found : undefined),
  Numeric: (found) => (typeof found === "number" ? found : undefined),
  Boolean: (found) => (typeof found === "boolean" ? found : undefined),
  Timestamp: timestamp,
};

/** Two values of different types are never equal, smaller or greater: the rule does not match, and nothing fails. */
function compileOrdering(path: Path, operator: string, operand: JsonValue): Rule {
  const [, type, order, byPath] = /^(String|Numeric|Boolean|Timestamp)(.*?)(Path)?$/.exec(operator) ?? [];
  const read = type === undefined ? undefined : READERS[type];
  const compare = order === undefined ? undefined : ORDERINGS[order];
  if (!read || !compare) throw new UnsupportedDefinition(`The local run has no choice operator "${operator}".`);
  const other = byPath ? compilePath(String(operand)) : undefined;
  return (scope) => {
    const left = read(value(path, scope));
    const right = read(other ? value(other, scope) : operand);
    return left !== undefined && right !== undefined && compare(left, right);
  };
}

function timestamp(found: JsonValue): number | undefined {
  if (typeof found !== "string" || !TIMESTAMP.test(found)) return undefined;
  const at = Date.parse(found);
  return Number.isNaN(at) ? undefined : at;
}
