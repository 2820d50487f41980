import type { Level } from "../finding";
import type { Report } from "./report";

const [RED, GREEN, YELLOW] = [31, 32, 33];
const COLOURS: Readonly<Record<Level, number>> = { dangerous: RED, attention: YELLOW, safe: GREEN };

/** The report for a person at a terminal. */
export function terminalReport({ verdict, unread, findings }: Report, colour: boolean): string {
  return [
    `Verdict: ${paint(verdict)}`,
    ...unread.map(({ problem }) => visible(problem)),
    ...findings.flatMap(({ level, address, state, text }) => [
      "",
      `${paint(level)} ${visible([address, ...(state === undefined ? [] : [state])].join(", "))}`,
      `  ${visible(text.toString())}`,
    ]),
  ].join("\n");

  function paint(level: Level): string {
    return colour ? `\u001b[${COLOURS[level]}m${level}\u001b[0m` : level;
  }
}

function visible(text: string): string {
  return text.replace(/\p{C}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
