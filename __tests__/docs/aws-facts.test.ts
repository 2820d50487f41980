import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { functionErrors } from "../../functions/shared/errors";
import { KEY_USES, type KeyUse } from "../../tools/aws/iam/key-uses";
import { type SynthesizedResource, synthesize } from "../stacks/synthesized";

const root = join(__dirname, "../..");
const docs = join(root, "docs");
const page = readFileSync(join(docs, "aws-facts.md"), "utf8");

interface Row {
  readonly table: string;
  readonly cells: readonly string[];
}

/** Every row of every table, under the heading of the table. */
const rows: readonly Row[] = page.split(/^## /m).flatMap((section) => {
  const [table = "", ...lines] = section.split("\n");
  return lines
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => ({
      table,
      cells: line
        .replace(/^\| | \|$/g, "")
        .split(" | ")
        .map((cell) => cell.trim()),
    }));
});

/** What the rows of a table, or of all, name in their first column, as code. */
function named(table?: string): Set<string> {
  const facts = rows.filter((row) => table === undefined || row.table === table).map(({ cells: [fact = ""] }) => fact);
  return new Set(facts.flatMap((fact) => [...fact.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? [])));
}

describe("each row of docs/aws-facts.md", () => {
  const problems = rows.flatMap(({ table, cells }) => {
    const [fact = "", where = "", source = ""] = cells;
    const about = `${table}: ${fact.slice(0, 60)}`;
    if (cells.length !== 3 || cells.includes("")) return [`${about} — it needs three filled columns.`];
    // As code, as plain text, or as a link from docs/.
    const files = [
      ...where.matchAll(
        /(?<![\w./])(?:\.\.\/)?((?:asl|docs|environments|functions|stacks|tools|workflows|__tests__)\/[\w./-]*)/g,
      ),
    ].flatMap(([, file]) => file ?? []);
    const links = [...source.matchAll(/\]\(([^)]+)\)/g)].flatMap(([, link]) => link ?? []);
    return [
      ...(files.length > 0 ? [] : [`${about} — it names no file that relies on it.`]),
      ...files.filter((file) => !existsSync(join(root, file))).map((file) => `${about} — there is no file ${file}.`),
      ...links
        .filter((link) => !link.startsWith("https://") && !existsSync(resolve(docs, link.replace(/#.*/, ""))))
        .map((link) => `${about} — the link ${link} leads nowhere.`),
      ...(table === "Unproven" || links.length > 0
        ? []
        : [`${about} — it needs a link to its source, or belongs under Unproven with the experiment.`]),
    ];
  });

  it("names files that exist, and has a source or is unproven with the experiment that would settle it", () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(problems).toEqual([]);
  });
});

describe("docs/aws-facts.md names", () => {
  let folder: string;
  let resources: SynthesizedResource[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "aws-facts-"));
    // With subscribers and a key of its own for the states, no statement is left out.
    const settings = Object.fromEntries(
      ["DEV", "STAGING", "PROD"].flatMap((name) => [
        [`ORDERS_${name}_ALARM_EMAILS`, "alarms@example.com"],
        [`ORDERS_${name}_APPROVER_EMAILS`, "approvers@example.com"],
      ]),
    );
    const stacks = [
      ...(await synthesize(join(folder, "workload"), undefined, settings)),
      ...(await synthesize(join(folder, "bootstrap"), undefined, { ...settings, ORDERS_BOOTSTRAP: "true" })),
    ];
    resources = stacks.flatMap((stack) => stack.resources);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("every condition key of a synthesized policy", () => {
    const used = new Set(resources.flatMap(({ attributes }) => Object.values(attributes).flatMap(conditionKeys)));
    expect(used).toContain("aws:SourceArn");
    expect(used).toContain("kms:ViaService");
    const missing = [...used].filter((key) => !named().has(key));
    expectNone(missing, "condition keys", "'IAM and deployment' or 'KMS: who calls it, and with what'");
  });

  it("every error of AWS that a definition names", () => {
    const folder = join(root, "workflows");
    const definitions = readdirSync(folder)
      .filter((file) => file.endsWith(".asl.json"))
      .map((file): unknown => JSON.parse(readFileSync(join(folder, file), "utf8")));
    // The project's own are in the catalogue of the functions, or a definition raises them.
    const own = new Set([...Object.keys(functionErrors), ...definitions.flatMap((each) => [...raisedErrors(each)])]);
    const used = new Set(definitions.flatMap((each) => [...namedErrors(each)]));
    expect(used).toContain("States.ALL");
    expect(used).toContain("PaymentDeclined");
    const listed = new Set([...named("Error names"), ...named("Unproven")]);
    const missing = [...used].filter((error) => !own.has(error) && !listed.has(error));
    expectNone(missing, "errors", "'Error names'");
  });
});

it("the table of KMS in docs/aws-facts.md shows every use of a key as the evaluator has it", () => {
  const calls = {
    caller: "the service passes its caller's own call on, with `kms:ViaService`",
    role: "the service calls KMS in the role that it took, without `kms:ViaService`",
    service: "the service calls KMS in its own name",
    grant: "the service calls KMS by a grant of its own",
  };
  const expected = Object.entries(KEY_USES).map(([name, use]: [string, KeyUse]) => {
    const actions = use.actions.map((action) => `\`kms:${action}\``).join(", ");
    const context = Object.keys(use.context).map((each) => `\`${each}\``);
    const about = context.length === 0 ? "no encryption context" : `encryption context ${context.join(", ")}`;
    return `| \`${name}\`, when ${use.when}: ${calls[use.by]}; ${actions}; ${about}. | \`tools/aws/iam/key-uses.ts\` | [${use.service}](${use.source}) |`;
  });
  const lines = page.split("\n");
  expect(expected.filter((line) => !lines.includes(line))).toEqual([]);
});

function expectNone(missing: readonly string[], what: string, table: string): void {
  if (missing.length === 0) return;
  throw new Error(
    `docs/aws-facts.md says nothing of these ${what}: ${[...missing].sort().join(", ")}. Add each to the table ${table}, as code in the first column, with the file that relies on it and a link to AWS's documentation or to a recording. Where there is no source, add it to Unproven with the cheapest experiment.`,
  );
}

/** The condition keys of a policy, if the value is the JSON text of one. */
function conditionKeys(value: unknown): string[] {
  if (typeof value !== "string" || !value.includes('"Statement"')) return [];
  const { Statement }: { Statement: readonly { Condition?: Readonly<Record<string, object>> }[] } = JSON.parse(value);
  return Statement.flatMap(({ Condition = {} }) => Object.values(Condition).flatMap(Object.keys));
}

/** Each error that is caught, retried or compared with. */
function* namedErrors(node: unknown): Generator<string> {
  if (typeof node !== "object" || node === null) return;
  const { Variable, StringEquals } = { Variable: undefined, StringEquals: undefined, ...node };
  if (/\.Error$/.test(String(Variable)) && StringEquals !== undefined) yield String(StringEquals);
  for (const [key, value] of Object.entries(node)) {
    if (key === "ErrorEquals" && Array.isArray(value)) yield* value.map(String);
    else yield* namedErrors(value);
  }
}

/** Each error that a Fail state ends with, or that a definition sends for a waiting task. */
function* raisedErrors(node: unknown): Generator<string> {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === "Error" && typeof value === "string") yield value;
    else yield* raisedErrors(value);
  }
}
