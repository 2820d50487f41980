import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { jsonReport } from "../../../../tools/review/report/json";
import { markdownReport } from "../../../../tools/review/report/markdown";
import type { Report } from "../../../../tools/review/report/report";
import { terminalReport } from "../../../../tools/review/report/terminal";
import { say } from "../../../../tools/review/text";
import { readPlan } from "../../../../tools/terraform/plan";
import { change, plan } from "../plan-json";
import { finding, report } from "./reports";

/** Tables and autolinks as on GitHub, and HTML, which GitHub reads too. */
const markdown = new MarkdownIt({ html: true, linkify: true });

const MARKUP = [
  ..."`~*_[]()<>!#|\\&$@:-=+\"'{}.;/ 1a",
  ..."\n\r\t\0\u001b\u202e\u2066\u200b\u2028\u00a0\ufeff",
  ...["\n\n", "```", "````", "``", "**", "~~~", "---", "\n# ", "\n- ", "\n> ", "\n    ", "\n1. ", "| --- |", "<!--"],
  ...["<script>", "</details>", "<img src=x>", "<b>", "&lt;", "&#96;", "![](https://a.example/x.png)", "[a](b)", "-->"],
  ...["https://a.example", "www.a.example", "a@b.example", "@octocat", "#1", "GH-1", "owner/name#1", ":tada:", "$`"],
  ...["\n```\n", "\n```mermaid\n", "%%{init: {}}%%", "click a href", "`$", "\u{e0041}", "\ud83d", "💳"],
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...MARKUP), { minLength: 1, maxLength: 30 }).map((pieces) => pieces.join("")),
  fc.string({ minLength: 1, unit: "binary" }),
);

/** A report with this text wherever a plan's data may be. The places differ from the sentences, so that none is left out. */
function reportWith(text: string): Report {
  const data = `${text}.`;
  const one = finding({
    level: "dangerous",
    plan: text,
    address: `${text}:`,
    state: `${text};`,
    text: say`State ${data} is removed: ${data}${data} went from ${data} → ${data}, and the list is ${[data, data]}`,
    details: [say`${data}`, say`It was ${data}`],
  });
  return report({
    findings: [one, finding({ text: say`${data}` }), { ...one, level: "safe", section: "plan" }],
    waived: [{ finding: one, reason: "agreed", expires: "2027-01-31" }],
    plans: [readPlan(text, plan({ changes: [change("aws_sqs_queue.dead", { before: {} })] })), readPlan("two", plan())],
    pictures: [{ plan: text, address: `${text}:`, mermaid: `graph TD\n  a["${text}"]` }],
  });
}

/** What Markdown makes of a text, without what is in code. */
function structure(text: string): string[] {
  return markdown.parse(text, {}).flatMap(({ type, content, children }) => {
    if (type === "fence") return [type];
    if (children === null) return [`${type} ${content}`];
    return children.map((inline) => `${inline.type} ${inline.type === "code_inline" ? "" : inline.content}`);
  });
}

const harmless = structure(markdownReport(reportWith("x"), undefined));

it("gives nothing from a plan a meaning in Markdown", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(structure(markdownReport(reportWith(text), undefined))).toEqual(harmless);
    }),
    { numRuns: 500 },
  );
});

it("has no link, image, emphasis or HTML but its own", () => {
  const kinds = new Set(harmless.map((token) => token.split(" ", 1)[0]));
  for (const kind of ["link_open", "image", "em_open", "html_inline"]) expect([...kinds]).not.toContain(kind);
  expect(harmless.filter((token) => token.startsWith("html_block")).map((token) => token.trim())).toEqual(
    expect.arrayContaining(["html_block <details><summary>Details</summary>", "html_block </details>"]),
  );
});

it("shows no hidden character, in any format", () => {
  const hidden = /(?![\n ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
  fc.assert(
    fc.property(hostile, (text) => {
      const { findings, ...rest } = reportWith(text);
      const shown = { ...rest, findings };
      for (const written of [markdownReport(shown, undefined), terminalReport(shown, false), jsonReport(shown)]) {
        expect(hidden.exec(written)).toBeNull();
      }
      expect(JSON.parse(jsonReport(shown)).findings[1].text).toBe(`${text}.`);
    }),
  );
});
