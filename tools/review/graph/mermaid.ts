import { cut, visible } from "../report/visible";
import type { Arrow, Box, Chart } from "./chart";
import type { Mark } from "./marked-ways";

/** The longest name of a state, in characters. AWS allows names of 80. */
const MOST_NAME = 80;

/** The longest condition or list of errors at an arrow, in characters. The findings show them whole. */
const MOST_WORDS = 40;

/** Colours that GitHub uses for the same in both of its themes, with dark text. */
const COLOURS: Readonly<Record<Exclude<Mark, "same">, { readonly box: string; readonly arrow: string }>> = {
  added: { box: "fill:#dafbe1,stroke:#1a7f37,color:#1f2328", arrow: "stroke:#1a7f37,stroke-width:2px" },
  removed: {
    box: "fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:5 5",
    arrow: "stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 5",
  },
  changed: { box: "fill:#fff8c5,stroke:#9a6700,color:#1f2328", arrow: "stroke:#9a6700,stroke-width:2px" },
};

const MARKS = ["added", "removed", "changed"] as const;

/**
 * The source of a Mermaid flowchart. Nothing of the plan has a meaning in it: identifiers are made here, and labels are
 * quoted and encoded. Source: https://mermaid.js.org/syntax/flowchart.html
 *
 * @param hide replaces what may not be shown
 * @param note a box of its own, in words of this project; none if empty
 */
export function mermaidOf({ boxes, arrows }: Chart, hide: (data: string) => string, note: string): string {
  const ids = new Map(boxes.map((box, index) => [box, `n${index + 1}`]));
  const inside = new Map<Box | undefined, Box[]>();
  for (const box of boxes) {
    const others = inside.get(box.around);
    if (others === undefined) inside.set(box.around, [box]);
    else others.push(box);
  }
  const id = (box: Box) => ids.get(box) ?? "";
  const marked = (mark: Mark) => boxes.filter((box) => box.mark === mark).map(id);
  const lines: string[] = [];

  drawAll(undefined, "  ");
  if (note !== "") lines.push(`  n0[${quoted(note)}]`);
  lines.push(...arrows.map(arrowLine));
  for (const mark of MARKS) {
    const those = marked(mark);
    if (those.length > 0) lines.push(`  classDef ${mark} ${COLOURS[mark].box}`, `  class ${those.join()} ${mark}`);
    const links = arrows.flatMap((arrow, index) => (arrow.mark === mark ? [index] : []));
    if (links.length > 0) lines.push(`  linkStyle ${links.join()} ${COLOURS[mark].arrow}`);
  }
  const ends = boxes.filter(({ isEnd }) => isEnd).map(id);
  if (ends.length > 0) lines.push("  classDef final stroke-width:4px", `  class ${ends.join()} final`);
  return ["flowchart TB", ...lines].join("\n");

  function drawAll(around: Box | undefined, indent: string): void {
    for (const box of inside.get(around) ?? []) {
      if (!inside.has(box)) {
        lines.push(`${indent}${id(box)}${shaped(box)}`);
        continue;
      }
      lines.push(`${indent}subgraph ${id(box)}[${named(box)}]`);
      drawAll(box, `${indent}  `);
      lines.push(`${indent}end`);
    }
  }

  function arrowLine({ from, to, isCatch, words }: Arrow): string {
    const text = words();
    return `  ${id(from)} ${isCatch ? "-.->" : "-->"}${text === "" ? "" : `|${quoted(cut(visible(hide(text)), MOST_WORDS))}|`} ${id(to)}`;
  }

  function shaped(box: Box): string {
    if (box.kind === "start") return `((${quoted("Start")}))`;
    if (box.type === "Choice") return `{${named(box)}}`;
    if (box.type === "Fail") return `{{${named(box)}}}`;
    return box.isEnd ? `([${named(box)}])` : `[${named(box)}]`;
  }

  function named({ name, formerName, mark }: Box): string {
    const shown = [formerName, name].flatMap((each) =>
      each === undefined ? [] : [cut(visible(hide(each)), MOST_NAME)],
    );
    return quoted(`${shown.join(" → ")}${mark === "same" ? "" : ` (${mark})`}`);
  }
}

/**
 * A label. Mermaid knows characters by number, as in `#34;`, and nothing else of a text by its place in quotes alone:
 * https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
function quoted(text: string): string {
  const shown = text === "" ? '""' : text;
  return `"${shown.replace(/[^A-Za-z0-9 ]/gu, (character) => `#${character.codePointAt(0)};`)}"`;
}
