import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseOptions } from "../../../tools/baseline/options";
import { change } from "../review/plan-json";

const root = resolve(__dirname, "../../..");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "baseline-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A plan of one secret. */
function planFile(recoveryWindow: number): string {
  const secret = {
    address: "aws_secretsmanager_secret.payment",
    mode: "managed",
    type: "aws_secretsmanager_secret",
    name: "payment",
  };
  const values = { kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/1", recovery_window_in_days: recoveryWindow };
  const file = join(folder, `secret-${recoveryWindow}.json`);
  const plan = {
    resource_changes: [change(secret.address, { after: values })],
    configuration: { root_module: { resources: [{ ...secret, expressions: {} }] } },
  };
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", "tools/baseline/main.ts", ...args],
    { cwd: root, encoding: "utf8", env: { PATH: process.env.PATH ?? "", NO_COLOR: "1" } },
  );
  return { status, stdout, stderr };
}

it("exits 0 if nothing failed, and counts the rules by outcome", () => {
  const { status, stdout } = run("--plan", planFile(30));
  expect(stdout).toMatch(/^\(no environment\): \d+ rules, \d+ passed, 0 waived, 0 failed, \d+ nothing to judge\n$/);
  expect(status).toBe(0);
});

it("exits 1 if something failed, and reports it to programs as one JSON document", () => {
  const { status, stdout } = run("--json", "--plan", planFile(0));
  expect(JSON.parse(stdout)).toMatchObject({
    environments: [
      {
        environment: "",
        rules: { failed: ["secret-recovery"], waived: [] },
        findings: [{ rule: "secret-recovery", resource: "aws_secretsmanager_secret.payment", waived: null }],
      },
    ],
    unusedWaivers: [],
  });
  expect(status).toBe(1);
});

it.each([
  ["2 for a wrong command line", ["--evn", "dev"], 2, "Unknown option '--evn'. See npm run baseline -- --help.\n"],
  [
    "1 for a plan that is missing",
    ["--plan", "none.json"],
    1,
    expect.stringMatching(/^none\.json cannot be read .*\n$/),
  ],
])("exits %s, and says why in one line", (_what, args, status, stderr) => {
  expect(run(...args)).toEqual({ status, stdout: "", stderr });
});

describe("the command line", () => {
  it("judges every environment without an option", () => {
    expect(parseOptions([])).toEqual({ environments: [], plans: [], json: false, docs: false, help: false });
  });

  it("accepts several environments, or several plans after one --plan", () => {
    expect(parseOptions(["--env", "dev", "--env", "prod"]).environments).toEqual(["dev", "prod"]);
    expect(parseOptions(["--plan", "a.json", "b.json"]).plans).toEqual(["a.json", "b.json"]);
  });

  it.each([
    [["dev"], '"dev" has no option before it'],
    [["--env", "dev", "--plan", "a.json"], "--env and --plan exclude each other"],
    [["--docs", "--env", "dev"], "--docs takes no other option"],
    [["--evn", "dev"], "Unknown option '--evn'"],
  ])("refuses %j", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
