import { isSecret } from "../../support/secrets";
import { isPlanList, isPlanObject, type PlanObject, type PlanValue, Sensitive } from "../../terraform/plan-value";
import { say, Text } from "../text";
import { isEmpty } from "./difference";

const LONGEST = 100;
/** How much of an equal beginning is shown before the first difference. */
const CONTEXT = 20;

/** Both values of a change as a report shows them: short, `none` for nothing, and `(sensitive)` for a secret. */
export function shownPair(path: string, before: PlanValue | undefined, after: PlanValue | undefined): [Text, Text] {
  const [was, is] = [textOf(path, before), textOf(path, after)];
  if (was === undefined || is === undefined || Math.max(was.length, is.length) <= LONGEST) {
    return [cut(was, 0), cut(is, 0)];
  }
  const same = [...was].findIndex((letter, index) => letter !== is[index]);
  const start = Math.max(0, (same < 0 ? was.length : same) - CONTEXT);
  return [cut(was, start), cut(is, start)];
}

/** One value as a report shows it. */
export function shown(path: string, value: PlanValue | undefined): Text {
  return cut(textOf(path, value), 0);
}

function cut(text: string | undefined, start: number): Text {
  if (text === undefined) return new Text(["none"]);
  const [before, after] = [start > 0 ? "…" : "", text.length > start + LONGEST ? "…" : ""];
  return say`${`${before}${text.slice(start, start + LONGEST)}${after}`}`;
}

function textOf(path: string, value: PlanValue | undefined): string | undefined {
  if (value === undefined || isEmpty(value)) return undefined;
  const open = withoutSecrets(path, value);
  return isPlanList(open) || isPlanObject(open) ? JSON.stringify(open) : String(open);
}

/** A value in which whatever looks like a secret is {@link Sensitive}. */
function withoutSecrets(name: string, value: PlanValue): PlanValue {
  if (isPlanList(value)) return value.map((item) => withoutSecrets(name, item));
  if (isPlanObject(value)) return withoutSecretMembers(value);
  return isSecret(name, String(value)) && typeof value !== "boolean" ? new Sensitive(value) : value;
}

function withoutSecretMembers(value: PlanObject): PlanObject {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutSecrets(name, inner)]));
}

/** A count with its unit: `1 day`, `345600 seconds (4 days)`. */
export function counted(count: number, unit: string): string {
  if (unit === "") return String(count);
  const plain = `${count} ${count === 1 ? unit.replace(/s$/, "") : unit}`;
  const longer = LONGER.find(({ of, size }) => of === unit && count >= size && count % size === 0);
  return longer === undefined ? plain : `${plain} (${counted(count / longer.size, longer.unit)})`;
}

/** What a count of small units is easier to read in, the longest first. */
const LONGER = [
  { of: "seconds", size: 86_400, unit: "days" },
  { of: "seconds", size: 3_600, unit: "hours" },
  { of: "seconds", size: 60, unit: "minutes" },
  { of: "hours", size: 24, unit: "days" },
];
