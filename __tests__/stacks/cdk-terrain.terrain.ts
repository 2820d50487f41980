import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "../..");

/** CDKTF's packages, and those of CDK Terrain in their place. CDK Terrain 0.24 takes `constructs` below 10.8 only. */
const PACKAGES = [
  { was: "cdktf", name: "cdktn", version: "0.24.0" },
  { was: "cdktf-cli", name: "cdktn-cli", version: "0.24.0" },
  { was: "@cdktf/provider-aws", name: "@cdktn/provider-aws", version: "25.7.0" },
  { was: "constructs", name: "constructs", version: "10.7.2" },
];

/** What differs in the synthesized JSON, and why. */
const DIFFERENCES = [
  {
    files: /^manifest\.json$/,
    at: "/version",
    before: '"0.21.0"',
    after: '"0.24.0"',
    reason: "The manifest names the version of the library. Nothing in this project reads it.",
  },
  {
    files: /\/cdk\.tf\.json$/,
    at: "////metadata/version",
    before: '"0.21.0"',
    after: '"0.24.0"',
    reason: "Each stack names the version of the library below `//`, which is a comment to Terraform.",
  },
];

/** Both synthesize into this folder of their project, so that relative paths in the JSON are equal. */
const OUTDIR = join(".local", "cdk-terrain");

const SYNTHESES = [
  { what: "the stacks of all environments", stacks: 9, variables: {} },
  {
    what: "the bootstrap stack",
    stacks: 1,
    variables: { ORDERS_ENV: "dev", ORDERS_BOOTSTRAP: "true", ORDERS_PIPELINE_REPOSITORY: "owner/name" },
  },
];

const MINUTES = 60_000;
const execute = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cdk-terrain-"));
  copyProject();
  const install = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--prefer-offline", "--loglevel", "error"];
  await run("The packages of CDK Terrain cannot be installed", "npm", install);
}, 10 * MINUTES);
afterAll(() => {
  for (const project of [root, folder]) rmSync(join(project, OUTDIR), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

test("the project type-checks with CDK Terrain", async () => {
  await run("The copy does not type-check", join(folder, "node_modules/.bin/tsc"), ["--noEmit"]);
});

test.each(SYNTHESES)("but for the listed differences, CDK Terrain writes $what as CDKTF does", async (synthesis) => {
  const { variables, stacks } = synthesis;
  const before = await synthesize(root, variables);
  const after = await synthesize(folder, variables);
  const files = [...before.keys()];
  expect([...after.keys()]).toEqual(files);
  const found = files.flatMap((file) =>
    differences(before.get(file) ?? "", after.get(file) ?? "").map((difference) => ({ file, ...difference })),
  );
  const expected = files.flatMap((file) =>
    DIFFERENCES.filter(({ files }) => files.test(file)).map(({ at, before, after }) => ({ file, at, before, after })),
  );
  expect(found).toEqual(expected);
  expect(files.filter((file) => file.endsWith("cdk.tf.json"))).toHaveLength(stacks);
});

/** Copies the project without what is made, and moves the copy as docs/decisions.md says. */
function copyProject(): void {
  const made = ["node_modules", ".git", ".local", "cdktf.out"].map((name) => join(root, name));
  cpSync(root, folder, { recursive: true, filter: (source) => !made.includes(source) });
  rewrite("package.json", (text) =>
    PACKAGES.reduce(
      (changed, { was, name, version }) =>
        once(changed, new RegExp(`"${was}": "[^"]+"`, "g"), `"${name}": "${version}"`),
      text,
    ).replaceAll("--bin cdktf ", "--bin cdktn "),
  );
  const isSource = (file: string) => /^(main\.ts|(stacks|__tests__)\/.*\.ts)$/.test(file);
  for (const file of filesOf(folder).filter(isSource))
    rewrite(file, (text) => text.replaceAll(/from "(@?)cdktf(?=[/"])/g, 'from "$1cdktn'));
  for (const file of ["tools/run.mjs", "tools/rehearse/cdktf.ts", "__tests__/tools/run.test.ts"])
    rewrite(file, (text) => text.replaceAll('"cdktf"', '"cdktn"'));
}

function rewrite(file: string, change: (text: string) => string): void {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

function once(text: string, pattern: RegExp, replacement: string): string {
  const matches = text.match(pattern)?.length ?? 0;
  if (matches !== 1) throw new Error(`package.json has ${matches} places for ${pattern} instead of one.`);
  return text.replace(pattern, replacement);
}

/** Runs a program; throws with what it printed. */
async function run(failure: string, program: string, args: readonly string[], variables = {}): Promise<void> {
  const options = { cwd: folder, env: { ...process.env, ...variables }, maxBuffer: 64 * 1_048_576 };
  await execute(program, args, options).catch(({ stdout, stderr }) => {
    throw new Error(`${failure}: ${[program, ...args].join(" ")}\n${stdout}${stderr}`);
  });
}

/** The files that `npm run synth` writes for a project, by their path, in Base64. */
async function synthesize(project: string, variables: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const outdir = join(project, OUTDIR);
  rmSync(outdir, { recursive: true, force: true });
  const args = ["run", "--prefix", project, "synth", "--", "--output", OUTDIR];
  await run(`${project} is not synthesized`, "npm", args, variables);
  return new Map(filesOf(outdir).map((file) => [file, readFileSync(join(outdir, file), "base64")]));
}

/** Relative paths, in order. */
function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

interface Difference {
  readonly at: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Where two files differ: in JSON by value, with the place as a path of keys; in any other file as a whole. */
function differences(before: string, after: string): Difference[] {
  if (before === after) return [];
  const [left, right] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((at) => left.get(at) !== right.get(at))
    .map((at) => ({ at, before: left.get(at), after: right.get(at) }));
}

function leavesOf(base64: string): Map<string, string> {
  const text = Buffer.from(base64, "base64").toString();
  const leaves = new Map<string, string>();
  const visit = (value: unknown, at: string): void => {
    const isLeaf = typeof value !== "object" || value === null || Object.keys(value).length === 0;
    if (isLeaf) leaves.set(at, JSON.stringify(value));
    else for (const [key, inner] of Object.entries(value)) visit(inner, `${at}/${key}`);
  };
  visit(text.startsWith("{") ? JSON.parse(text) : base64, "");
  return leaves;
}
