import { isObject } from "../../../../asl/states";

/** Fields of a rule that are not part of its condition. */
const OTHERS = ["Next", "Comment", "Assign", "Output"];

/** The part of a rule that is its condition. */
export function conditionPart(rule: unknown): unknown {
  return isObject(rule) ? Object.fromEntries(Object.entries(rule).filter(([name]) => !OTHERS.includes(name))) : rule;
}

/** The condition of a rule of a Choice, such as `$.total NumericGreaterThan 100000`. It is data of the definition. */
export function conditionOf(rule: unknown): string {
  if (!isObject(rule)) return JSON.stringify(rule) ?? "nothing";
  const fields = Object.entries(rule).filter(([name]) => !OTHERS.includes(name));
  const [first, ...rest] = fields.filter(([name]) => name !== "Variable");
  if (first === undefined || rest.length > 0) return JSON.stringify(Object.fromEntries(fields));
  const [operator, value] = first;
  if (operator === "Condition") return String(value);
  if (operator === "Not") return `not (${conditionOf(value)})`;
  if ((operator === "And" || operator === "Or") && Array.isArray(value)) {
    return value.map((each) => grouped(each)).join(` ${operator.toLowerCase()} `);
  }
  return `${String(rule.Variable)} ${operator} ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

function grouped(rule: unknown): string {
  const isCompound = isObject(rule) && (Array.isArray(rule.And) || Array.isArray(rule.Or));
  return isCompound ? `(${conditionOf(rule)})` : conditionOf(rule);
}

/** The fields of a rule beside its condition and where it leads. */
export const RULE_EXTRAS = OTHERS.filter((name) => name !== "Next");
