import Table from "cli-table3";
import { columns } from "../../support/columns";
import { hasEnded, isAsExpected, type Outcome } from "./outcome";

const MAX_TEXT = 50;
const HEADINGS = ["order", "http", "status", "reason", "ms", "expected"];
const NUMERIC = new Set([1, 4]);

/** The orders and their outcomes as text: a framed, coloured table on a terminal, aligned columns elsewhere. */
export function orderTable(outcomes: readonly Outcome[], terminal: boolean, colour: boolean): string {
  const rows = outcomes.map((outcome) => ({ outcome, cells: cellsOf(outcome) }));
  if (!terminal) return columns([HEADINGS, ...rows.map(({ cells }) => cells)], NUMERIC);
  const table = new Table({
    head: HEADINGS,
    colAligns: HEADINGS.map((_heading, index) => (NUMERIC.has(index) ? "right" : "left")),
    style: { head: colour ? ["bold"] : [], border: [] },
  });
  for (const { outcome, cells } of rows) table.push(colour ? painted(cells, outcome) : cells);
  return table.toString();
}

function cellsOf(outcome: Outcome): string[] {
  const { order, http, status, reason, ms } = outcome;
  return [
    labelOf(outcome),
    String(http),
    status ?? "-",
    shortened(reason ?? ""),
    String(ms),
    expected(outcome, order.expect),
  ];
}

function labelOf({ order: { name }, orderId }: Outcome): string {
  return shortened(name ?? orderId ?? "(no id)");
}

function shortened(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

function expected(outcome: Outcome, expect: Outcome["order"]["expect"]): string {
  const met = isAsExpected(outcome);
  if (met === undefined || !expect) return "";
  if (met) return "yes";
  return `no: ${[expect.http, expect.status, expect.reason].filter((part) => part !== undefined).join(" ")}`;
}

function painted(cells: string[], outcome: Outcome): string[] {
  const met = isAsExpected(outcome);
  return cells.map((cell, index) => {
    if (index === 2) return paint(cell, statusColour(outcome));
    if (index === 5 && met !== undefined) return paint(cell, met ? GREEN : RED);
    return cell;
  });
}

const [RED, GREEN, YELLOW, GREY] = [31, 32, 33, 90];

function statusColour(outcome: Outcome): number {
  if (outcome.status === "COMPLETED") return GREEN;
  if (outcome.status === "FAILED" || !hasEnded(outcome)) return RED;
  return outcome.status === null ? GREY : YELLOW;
}

function paint(text: string, code: number): string {
  return text === "" ? text : `\u001b[${code}m${text}\u001b[39m`;
}
