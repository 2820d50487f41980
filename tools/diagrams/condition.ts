import { type AslObject, objectsOf } from "../../asl/states";

/** A short text for the condition of a Choice rule: `recorded.Item.status.S = RECEIVED`. An And has one line per test. */
export function condition(rule: AslObject): string {
  if ("Not" in rule) return `not ${objectsOf([rule.Not]).map(condition).join()}`;
  if ("And" in rule) return objectsOf(rule.And).map(condition).join("\\n");
  if ("Or" in rule) return objectsOf(rule.Or).map(condition).join(" or\\n");
  const variable = String(rule.Variable).replace("$.", "");
  const [operator, value] =
    Object.entries(rule).find(([name]) => !["Variable", "Next", "Comment"].includes(name)) ?? [];
  switch (operator) {
    case "IsPresent":
      return value === true ? `${variable} is there` : `no ${variable}`;
    case "BooleanEquals":
      return value === true ? variable : `not ${variable}`;
    case "StringEqualsPath":
      return `${variable} =\\n${String(value).replace("$.", "")}`;
    case "StringMatches":
      return `${variable} has\\n${String(value).replaceAll("*", "")}`;
    default:
      return `${variable} = ${String(value)}`;
  }
}
