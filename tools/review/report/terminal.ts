import { type Finding, type Level, SECTIONS } from "../finding";
import type { Text } from "../text";
import { MOST_DATA } from "./markdown-text";
import { levelCounts, placeOf, type Report, reasonsOf, totalsOf } from "./report";
import { cut, visible } from "./visible";

/** Columns of a terminal. */
export const WIDTH = 80;
const [BOLD, RED, GREEN, YELLOW] = [1, 31, 32, 33];
const COLOURS: Readonly<Record<Level, number>> = { dangerous: RED, attention: YELLOW, safe: GREEN };

/**
 * The report as plain text.
 * @param width the most columns of a line, unless one word is longer; without it, each sentence is one line, so that
 * a search finds it in a file or a log
 */
export function terminalReport(report: Report, colour: boolean, width = Number.POSITIVE_INFINITY): string {
  const { verdict, findings, waived, notes, plans } = report;
  const reasons = reasonsOf(findings);
  return [
    `Plan review: ${level(verdict)}`,
    ...reasons.flatMap(line),
    "",
    ...levelCounts(findings).map(([name, count]) => `${level(name)}: ${count}`),
    ...(waived.length > 0 ? [`waived: ${waived.length}`] : []),
    totalsOf(plans),
    ...notes.flatMap((note) => wrapped(visible(note), "")),
    ...SECTIONS.flatMap((section) => {
      const own = findings.filter((finding) => finding.section === section);
      return own.length === 0 ? [] : ["", paint(section.toUpperCase(), BOLD), ...own.flatMap(whole)];
    }),
    ...(waived.length > 0 ? ["", paint("WAIVED", BOLD)] : []),
    ...waived.flatMap(({ finding, reason, expires }) => [
      ...line(finding),
      ...wrapped(visible(`Until ${expires} (${finding.rule}): ${reason}`), "    "),
    ]),
  ].join("\n");

  function whole(finding: Finding): string[] {
    return [...line(finding), ...(finding.details ?? []).flatMap((detail) => wrapped(plain(detail), "    "))];
  }

  function line(finding: Finding): string[] {
    const place = placeOf(finding, plans).map((part) => cut(visible(part), MOST_DATA));
    const text = [place.join(", "), plain(finding.text)].filter((part) => part !== "").join(": ");
    const [first = "", ...rest] = wrapped(`${finding.level} ${text}`, "  ");
    return [first.replace(finding.level, level(finding.level)), ...rest];
  }

  function level(name: Level): string {
    return paint(name, COLOURS[name]);
  }

  function paint(text: string, code: number | undefined): string {
    return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }

  /** Lines of at most that width; each but the first is indented further. */
  function wrapped(text: string, indent: string): string[] {
    const lines: string[] = [];
    let line = indent;
    for (const word of text.split(" ")) {
      const isFirst = line.trim() === "";
      if (!isFirst && line.length + 1 + word.length > width) {
        lines.push(line);
        line = `${indent}  ${word}`;
      } else {
        line += isFirst ? word : ` ${word}`;
      }
    }
    return [...lines, line];
  }
}

function plain({ parts }: Text): string {
  return parts.map((part) => (typeof part === "string" ? part : cut(visible(part.data), MOST_DATA))).join("");
}
