import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Change, Edit } from "./change";
import { editedText, placeOf } from "./edits";

const ROOT = resolve(__dirname, "../..");

/** A change with its review, as `npm run review` prints it. */
export interface Reviewed {
  readonly change: Change;
  readonly review: string;
}

/** The page of the gallery, in Markdown. */
export function galleryPage(reviewed: readonly Reviewed[]): string {
  return [
    "<!-- Written by npm run gallery. Change tools/gallery instead. -->",
    "",
    "# What a review says",
    "",
    INTRODUCTION,
    "",
    "| change | verdict |",
    "| --- | --- |",
    ...reviewed.map(({ change, review }) => `| [${change.title}](#${anchorOf(change.title)}) | ${verdictIn(review)} |`),
    "",
    ...reviewed.flatMap(sectionOf),
  ].join("\n");
}

const INTRODUCTION = `\`npm run review -- PLAN.json\` says what a plan does to workflows, permissions, data, operations and cost. In a pull request, the same text is one comment. Each part below is one change of this project, planned by Terraform over a deployment of \`dev\`, and its whole review. The deployment has \`deletionProtection\`, as \`prod\` does.

A summary of addresses reads the same for the [first](#a-payment-is-retried-9-times-instead-of-3) and the [second](#the-first-9-of-the-definition-becomes-a-1) change: the state machine and its alias are updated in place. Their reviews differ.

[tools/gallery](../tools/gallery) keeps the changes and their plans. \`npm run gallery\` reviews the plans again and writes this page, which a test compares. \`npm run gallery -- --plan\` deploys to moto, as \`npm run rehearse\` does, and makes the plans again.`;

function sectionOf({ change, review }: Reviewed): string[] {
  const { title, what, edits, isRefused } = change;
  const refused = "The project's rules refuse this change at synthesis, so it is made in the synthesized stack.";
  return [
    `## ${title}`,
    "",
    isRefused ? `${what} ${refused}` : what,
    "",
    ...(edits.length === 0 ? [] : [fenced(diffsOf(edits).join("\n"), "diff"), ""]),
    // The report's own headings would be beside this one.
    ...quoted(review),
    "",
  ];
}

/** As a quotation, so that the review's headings and lists are apart from the page's. */
function quoted(review: string): string[] {
  return review
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`));
}

function fenced(text: string, language: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** The lines that edits change, as diffs with one head for edits of the same file in a row. */
function diffsOf(edits: readonly Edit[]): string[] {
  return edits.flatMap((edit, index) => {
    const [removed, added] = isSource(edit) ? linesOf(edit) : [[unescaped(edit.from)], [unescaped(edit.to)]];
    return [
      ...(edit.file === edits[index - 1]?.file
        ? ["@@"]
        : [`--- ${edit.from === "" ? "/dev/null" : edit.file}`, `+++ ${edit.file}`]),
      ...removed.map((line) => `-${line}`),
      ...added.map((line) => `+${line}`),
    ];
  });
}

/** JSON within JSON, without the second backslashes. */
const unescaped = (text: string) => text.replaceAll('\\"', '"');

function isSource({ file }: Edit): boolean {
  return !file.startsWith("cdktf.out/");
}

/** The whole lines in which an edit is, before and after. */
function linesOf(edit: Edit): [string[], string[]] {
  if (edit.from === "") return [[], edit.to.trimEnd().split("\n")];
  // The gallery's environment is protected; the project's dev is not.
  const text = readFileSync(join(ROOT, edit.file), "utf8").replace(
    "deletionProtection: false",
    "deletionProtection: true",
  );
  const start = placeOf(text, edit);
  const begin = text.lastIndexOf("\n", start) + 1;
  const rest = text.length - (start + edit.from.length);
  const after = editedText(text, edit);
  const removed = text.slice(begin, endOfLine(text, text.length - rest, edit.from)).split("\n");
  const added = after.slice(begin, endOfLine(after, after.length - rest, edit.from)).split("\n");
  return [removed, edit.to === "" ? [] : added];
}

/** The end of the line that ends at or after an index. An edit of whole lines ends where its last line does. */
function endOfLine(text: string, index: number, from: string): number {
  if (from.endsWith("\n")) return Math.max(index - 1, 0);
  const end = text.indexOf("\n", index);
  return end < 0 ? text.length : end;
}

/** The heading's anchor on GitHub. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

function verdictIn(review: string): string {
  return /\b(safe|attention|dangerous)\b/.exec(review)?.[0] ?? "";
}
