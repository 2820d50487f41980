import type { Level } from "../finding";

/** More than this many times the former cost asks for attention, */
const TIMES = 2;
/** if a million also cost more than this many USD more. */
const USD_MORE = 10;

/** How much attention a change of the cost of a million asks for, in USD. */
export function levelOf(before: number, after: number): Level {
  return after > TIMES * before && after - before > USD_MORE ? "attention" : "safe";
}

/** An amount as text, such as `$250` or `$1.04`. */
export function usd(amount: number): string {
  const cents = amount > 0 && amount < 10 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : {};
  return `$${count(amount, cents)}`;
}

/** A number as text, such as `1,000`, rounded. Nested Maps make absurd numbers, which are powers of ten here. */
export function count(number: number, format: Intl.NumberFormatOptions = {}): string {
  if (number >= 1e15) return number.toExponential(0);
  return number.toLocaleString("en-US", { maximumFractionDigits: 0, ...format });
}
