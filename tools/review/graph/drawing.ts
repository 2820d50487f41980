import type { MachineChange } from "../machines";
import type { Hide } from "../secrets";
import { comparisonOf } from "../workflows/comparison";
import { type Box, type Chart, chartOf } from "./chart";
import { mermaidOf } from "./mermaid";

/**
 * The longest source that Mermaid draws, in characters. GitHub draws with Mermaid.
 * Source: https://mermaid.js.org/config/schema-docs/config-properties-maxtextsize.html
 */
export const MOST_TEXT = 50_000;

/** The most arrows that Mermaid draws. Source: https://mermaid.js.org/config/schema-docs/config-properties-maxedges.html */
export const MOST_ARROWS = 500;

const ALL: Hide = (data) => data;

/**
 * A Mermaid flowchart of a machine with its changes in colour: added states and transitions are green, removed ones red
 * and dashed, changed ones amber. A chart over Mermaid's limits shows the changed states and their neighbours only, and
 * one that is still over them only says so. Undefined if nothing in the graph changes, or if the definition is unknown,
 * gone or sensitive.
 *
 * @param hide replaces sensitive values of the plan that a definition repeats
 */
export function drawing(machine: MachineChange, hide: Hide = ALL): string | undefined {
  const { before, after } = machine;
  if (after.kind !== "known" || after.isSensitive) return undefined;
  if (before.kind !== "none" && (before.kind !== "known" || before.isSensitive)) return undefined;
  const comparison = comparisonOf(machine);
  if (comparison === undefined || comparison.isEqual) return undefined;
  const chart = chartOf(comparison);
  if ([...chart.boxes, ...chart.arrows].every(({ mark }) => mark === "same")) return undefined;
  return drawn(chart, hide, "") ?? drawnChanges(chart, hide) ?? nothingDrawn(chart);
}

function drawn(chart: Chart, hide: Hide, note: string): string | undefined {
  // A line of each box and arrow has more than ten characters, so a huge chart need not be written to be refused.
  if (chart.arrows.length > MOST_ARROWS || chart.boxes.length > MOST_TEXT / 10) return undefined;
  const mermaid = mermaidOf(chart, hide, note);
  return mermaid.length > MOST_TEXT ? undefined : mermaid;
}

function drawnChanges({ boxes, arrows }: Chart, hide: Hide): string | undefined {
  const changed = new Set<Box>(boxes.filter(({ mark }) => mark !== "same"));
  for (const { mark, from, to } of arrows) if (mark !== "same") changed.add(from).add(to);
  const near = arrows.filter(({ from, to }) => changed.has(from) || changed.has(to));
  const kept = new Set<Box>();
  for (const box of [...changed, ...near.flatMap(({ from, to }) => [from, to])]) {
    for (let each: Box | undefined = box; each !== undefined && !kept.has(each); each = each.around) kept.add(each);
  }
  const rest = boxes.filter((box) => box.kind === "state" && !kept.has(box)).length;
  const chart = { boxes: boxes.filter((box) => kept.has(box)), arrows: near };
  return drawn(chart, hide, `${rest} unchanged states are not drawn`);
}

function nothingDrawn({ boxes, arrows }: Chart): string {
  const states = boxes.filter(({ kind }) => kind === "state").length;
  const note = `Too large to draw: ${states} states and ${arrows.length} transitions`;
  return mermaidOf({ boxes: [], arrows: [] }, ALL, note);
}
