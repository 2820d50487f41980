import type { Plan } from "../../terraform/plan";
import { type Finding, SECTIONS, type Section, worst } from "../finding";
import { cellCode, code, inline, words } from "./markdown-text";
import { countsOf, levelCounts, type Picture, placeOf, type Report, reasonsOf, totalsOf, type Waived } from "./report";
import { Room } from "./room";
import { visible } from "./visible";

/**
 * The longest report, in bytes of UTF-8, with room for what the workflow puts around it. GitHub refuses a longer comment:
 * "Body is too long (maximum is 65536 characters)". It counts bytes or characters, depending on where the text goes, and a
 * report that keeps to this many bytes has no more characters: https://github.com/dead-claudia/github-limits/pull/13
 */
export const MOST_BYTES = 64_000;

/** Room for headings, the lines around folded parts, and the note of what is left out. */
const FRAME_BYTES = 3_000;

/** With more plans than this, the table leaves the others out. */
const MOST_ROWS = 40;

/** With more pictures than this, they are folded. */
const OPEN_PICTURES = 2;

const LEGEND = "what is added is green, removed red, changed amber. Dashed arrows catch errors.";

const TITLES: Readonly<Record<Section, string>> = {
  workflows: "Workflows",
  permissions: "Permissions",
  data: "Data",
  operations: "Operations",
  plan: "Plan",
  cost: "Cost",
};

/** The report for a comment on GitHub. Whatever comes from a plan is in code spans, and the worst findings come first. */
export function markdownReport(report: Report, artifactUrl: string | undefined): string {
  const { findings, waived, plans, pictures } = report;
  const head = headOf(report);
  const room = new Room(MOST_BYTES - FRAME_BYTES);
  room.takes(...head);

  const bullet = (finding: Finding) => bulletOf(finding, plans);
  const serious = findings.filter((finding) => finding.level !== "safe" && room.takes(bullet(finding)));
  const accepted = waived.filter((each) => room.takes(waivedBullet(each, plans)));
  const safe = findings.filter((finding) => finding.level === "safe" && room.takes(bullet(finding)));
  const drawn = pictures.filter((picture) => room.takes(...pictureOf(picture)));
  const detailed = new Set(serious.filter((finding) => room.takes(...detailsOf(finding))));
  const shown = new Set([...serious, ...safe]);

  return [
    ...head,
    ...leftOut(
      findings.filter((finding) => !shown.has(finding)),
      waived.length - accepted.length,
      pictures.length - drawn.length,
      artifactUrl,
    ),
    ...SECTIONS.flatMap((section) =>
      sectionOf(section, {
        serious: serious
          .filter((finding) => finding.section === section)
          .flatMap((finding) => [bullet(finding), ...(detailed.has(finding) ? detailsOf(finding) : [])]),
        safe: safe.filter((finding) => finding.section === section).map(bullet),
        pictures: section === "workflows" ? drawn : [],
      }),
    ),
    ...folded(
      `${accepted.length} waived`,
      accepted.map((each) => waivedBullet(each, plans)),
    ),
  ].join("\n");
}

function headOf({ verdict, findings, waived, notes, plans }: Report): string[] {
  const reasons = reasonsOf(findings);
  const counts = [
    ...levelCounts(findings).map(([level, count]) => `${level}: ${count}`),
    ...(waived.length > 0 ? [`waived: ${waived.length}`] : []),
  ];
  return [
    `## Plan review: **${verdict}**`,
    "",
    ...reasons.map((finding) => bulletOf(finding, plans)),
    ...(reasons.length > 0 ? [""] : []),
    ...(counts.length > 0 ? [`Findings: ${counts.join(", ")}.`, ""] : []),
    ...(plans.length > 1 ? tableOf(plans, findings) : []),
    totalsOf(plans),
    ...notes.flatMap((note) => ["", words(note)]),
  ];
}

function tableOf(plans: readonly Plan[], findings: readonly Finding[]): string[] {
  const columns = ["create", "update", "replace", "destroy", "forget"] as const;
  const rows = plans.slice(0, MOST_ROWS).map((plan) => {
    const counts = countsOf(plan);
    const level = worst(findings.filter((finding) => finding.plan === plan.name));
    return `| ${[cellCode(plan.name), level, ...columns.map((kind) => counts.get(kind) ?? 0)].join(" | ")} |`;
  });
  const rest = plans.length - rows.length;
  return [
    `| ${["plan", "verdict", ...columns].join(" | ")} |`,
    `| --- | --- |${" ---: |".repeat(columns.length)}`,
    ...rows,
    "",
    ...(rest > 0 ? [`${rest} more plans are not in this table.`, ""] : []),
  ];
}

function leftOut(
  findings: readonly Finding[],
  waived: number,
  pictures: number,
  artifactUrl: string | undefined,
): string[] {
  const counts = [
    ...levelCounts(findings).map(([level, count]) => `${count} of level ${level}`),
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(pictures > 0 ? [`${pictures} ${pictures === 1 ? "picture" : "pictures"}`] : []),
  ];
  if (counts.length === 0) return [];
  const rest =
    artifactUrl === undefined
      ? "`npm run review -- --format json` shows all."
      : `The rest is in [the artifact](${artifactUrl}).`;
  return ["", `Left out, because a comment may have 65,536 characters: ${counts.join(", ")}. ${rest}`];
}

function sectionOf(
  section: Section,
  parts: {
    readonly serious: readonly string[];
    readonly safe: readonly string[];
    readonly pictures: readonly Picture[];
  },
): string[] {
  const { serious, safe, pictures } = parts;
  if (serious.length + safe.length + pictures.length === 0) return [];
  return [
    "",
    `### ${TITLES[section]}`,
    ...(serious.length > 0 ? ["", ...serious] : []),
    ...(pictures.length <= OPEN_PICTURES
      ? pictures.flatMap(pictureOf)
      : folded(`${pictures.length} pictures`, pictures.flatMap(pictureOf))),
    ...folded(`${safe.length} safe`, safe),
  ];
}

function bulletOf(finding: Finding, plans: readonly Plan[]): string {
  const place = placeOf(finding, plans).map(code).join(", ");
  return `- **${finding.level}** ${place === "" ? "" : `${place}: `}${inline(finding.text)}`;
}

function detailsOf({ details = [] }: Finding): string[] {
  if (details.length === 0) return [];
  // Within the item of the list, so indented like its text.
  return folded(
    "Details",
    details.map((detail) => `- ${inline(detail)}`),
  ).map((line) => (line === "" ? "" : `  ${line}`));
}

function waivedBullet({ finding, reason, expires }: Waived, plans: readonly Plan[]): string {
  return `${bulletOf(finding, plans)} Waived until ${expires} (${code(finding.rule)}): ${words(reason)}`;
}

function pictureOf({ address, mermaid }: Picture): string[] {
  const source = mermaid.split("\n").map(visible);
  const longest = Math.max(2, ...[...mermaid.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return ["", `${code(address)}: ${LEGEND}`, "", `${fence}mermaid`, ...source, fence];
}

/** Lines behind a summary, which must be words of this project: Markdown is not read there, HTML is. */
function folded(summary: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `<details><summary>${summary}</summary>`, "", ...lines, "", "</details>"];
}
