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
  let same = 0;
  while (same < was.length && was[same] === is[same]) same++;
  const start = Math.max(0, same - CONTEXT);
  return [cut(was, start), cut(is, start)];
}

/** One value as a report shows it. */
export function shown(path: string, value: PlanValue | undefined): Text {
  return cut(textOf(path, value), 0);
}

/** A part of a text, cut between words: a word may be a secret that the report hides only if it sees all of it. */
function cut(text: string | undefined, from: number): Text {
  if (text === undefined) return new Text(["none"]);
  const start = wordStart(text, from);
  const limit = Math.min(from + LONGEST, text.length);
  const whole = wordEnd(text, limit);
  const end = whole - limit <= LONGEST ? whole : Math.max(wordStart(text, limit), wordEnd(text, start));
  return say`${`${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`}`;
}

/** Where the word at a place begins. */
function wordStart(text: string, place: number): number {
  return text.slice(0, place).search(/[^\s"]*$/);
}

/** Where the word at a place ends. */
function wordEnd(text: string, place: number): number {
  const length = text.slice(place).search(/[\s"]/);
  return length < 0 ? text.length : place + length;
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
