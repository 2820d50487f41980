import { say, type Text } from "../text";
import { arnChange } from "./arns";

/** How much of a value a sentence shows. */
const LENGTH = 160;

/** `3 → 9`. Long values show where they begin to differ; names of one service's resources show without the rest of the ARN. */
export function arrow(before: unknown, after: unknown): Text {
  const arns = arnChange(before, after);
  if (arns !== undefined) return arns.text;
  const [one, other] = shownApart(before, after);
  const start = Math.max(0, firstDifference(one, other) - LENGTH / 2);
  return say`${`${excerpt(one, start)} → ${excerpt(other, start)}`}`;
}

/** "3 times", or "once". */
export function times(count: string | number): Text {
  return count === 1 ? say`once` : say`${count} times`;
}

/** A value in a sentence. */
export function quoted(value: unknown): Text {
  return say`${excerpt(shown(value), 0)}`;
}

export function seconds(value: unknown): Text {
  return typeof value === "number" ? say`${value} s` : quoted(value);
}

/** A number and the text of it, for example, look alike without quotes. */
function shownApart(before: unknown, after: unknown): readonly [string, string] {
  const [one, other] = [shown(before), shown(after)];
  return one === other ? [JSON.stringify(before) ?? one, JSON.stringify(after) ?? other] : [one, other];
}

function shown(value: unknown): string {
  if (value === undefined) return "(none)";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function excerpt(text: string, start: number): string {
  const end = start + LENGTH;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

function firstDifference(one: string, other: string): number {
  if (Math.max(one.length, other.length) <= LENGTH) return 0;
  let index = 0;
  while (index < one.length && one[index] === other[index]) index += 1;
  return index;
}
