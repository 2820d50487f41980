import Table from "cli-table3";
import type { Rehearsal } from "./rehearse";

export interface Summary {
  readonly seed: number;
  readonly seconds: number;
  readonly rehearsals: readonly Rehearsal[];
}

/** Whether every environment has findings and all of them passed. */
export function isAllWell({ rehearsals }: Summary): boolean {
  return rehearsals.every(({ findings }) => findings.length > 0 && findings.every(({ ok }) => ok));
}

/** The summary as text: a framed table on a terminal, aligned columns elsewhere. */
export function summaryText(summary: Summary, terminal: boolean): string {
  const { seed, seconds, rehearsals } = summary;
  const steps = [...new Set(rehearsals.flatMap(({ findings }) => findings.map(({ step }) => step)))];
  const rows = steps.map((step) => [step, ...rehearsals.map((rehearsal) => cellOf(rehearsal, step))]);
  const headings = ["", ...rehearsals.map(({ environment }) => environment)];
  const details = rehearsals.flatMap(({ environment, findings }) =>
    findings.flatMap(({ step, ok, details }) =>
      details.map((detail) => `  ${environment}, ${step}: ${ok ? "" : "DIFFERS: "}${detail}`),
    ),
  );
  return [
    terminal ? framed(headings, rows) : aligned([headings, ...rows]),
    "",
    "In detail:",
    ...details,
    "",
    "Done in place of moto, because moto behaves differently from AWS:",
    ...inPlaceOfMoto(rehearsals),
    "",
    `Rehearsed in ${Math.round(seconds)} s with --seed ${seed}: ${isAllWell(summary) ? "every step passed" : "something DIFFERS"}.`,
  ].join("\n");
}

function cellOf({ findings }: Rehearsal, step: string): string {
  const found = findings.find((finding) => finding.step === step);
  if (found === undefined) return "not reached";
  return found.ok ? found.result : `DIFFERS: ${found.result}`;
}

/** Each entry once, without those that no call needed. */
function inPlaceOfMoto(rehearsals: readonly Rehearsal[]): string[] {
  const needed = rehearsals.flatMap((rehearsal) => rehearsal.inPlaceOfMoto).filter(({ calls }) => calls !== 0);
  return [...new Map(needed.map(({ does, because }) => [does, `  ${does}: ${because}`])).values()];
}

function framed(head: string[], rows: readonly string[][]): string {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_heading, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
