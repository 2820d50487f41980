import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { change, machine, plan } from "./plan-json";

const root = join(__dirname, "../../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "review-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, json: unknown): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof json === "string" ? json : JSON.stringify(json));
  return path;
}

/** Runs the command in the folder, as `npm run review` does. */
function review(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), join(root, "tools/review/main.ts"), ...args],
    { cwd: folder, encoding: "utf8", env: { PATH: process.env.PATH } },
  );
  return { status, stdout, stderr };
}

const table = { name: "orders", hash_key: "id", billing_mode: "PAY_PER_REQUEST", tags: {} };
const unchanged = plan({ changes: [change("aws_dynamodb_table.orders", { before: table, after: table })] });
const destroyed = plan({ changes: [change("aws_dynamodb_table.orders", { before: table })] });

it("exits 0 and says safe for plans without a change", () => {
  const { status, stdout, stderr } = review(write("data.json", unchanged));
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^## Plan review: \*\*safe\*\*\n/);
});

it("exits 1 for a destroyed table in one of several plans, and prints one JSON document", () => {
  const { status, stdout } = review(write("a.json", unchanged), write("b.json", destroyed), "--format", "json");
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: "dangerous",
    exit: 1,
    plans: [{ name: "a" }, { name: "b" }],
    findings: expect.arrayContaining([
      expect.objectContaining({ level: "dangerous", plan: "b", address: "aws_dynamodb_table.orders" }),
    ]),
  });
});

it("exits 2 with one line for a wrong command line", () => {
  expect(review("--format", "html", "a.json")).toEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringMatching(/^[^\n]+See npm run review -- --help\.\n$/),
  });
});

it("exits 3 for a plan that cannot be read, and reviews the others", () => {
  const { status, stdout, stderr } = review(write("a.json", unchanged), write("b.json", "{"), "--format", "terminal");
  expect(status).toBe(3);
  expect(stdout).toMatch(/^Plan review: attention\n/);
  expect(stderr).toMatch(/^b is not JSON[^\n]*\n$/);
});

it("exits 3 with one line for synthesized stacks that cannot be read, and reviews the plans", () => {
  const definition = { StartAt: "Done", States: { Done: { Type: "Succeed" } } };
  const flow = plan({ changes: [machine("aws_sfn_state_machine.flow", { before: definition })] });
  const { status, stdout, stderr } = review(write("a.json", unchanged), "--synthesized", "nowhere");
  expect(status).toBe(3);
  expect(stdout).toContain("The synthesized stacks could not be read");
  expect(stderr).toMatch(/^nowhere\/manifest\.json is missing\.[^\n]*\n$/);
  write("broken/manifest.json", { stacks: { one: {}, two: {} } });
  const broken = review(write("b.json", flow), "--synthesized", "broken");
  expect([broken.status, broken.stderr.split("\n").length]).toEqual([1, 2]);
  expect(broken.stdout).toMatch(/^## Plan review: \*\*dangerous\*\*\n/);
});

describe("a folder of the pipelines", () => {
  const outcome = (...stacks: unknown[]) => write("plans/dev/outcome.json", { environment: "dev", stacks });
  const data = { stack: "orders-dev-data", outcome: "planned", hasChanges: true };
  const missing = [{ stack: "orders-dev-data", outputs: ["cross-stack-output-new"] }];

  it("has a stack that waits for another one: the review names both, and is complete", () => {
    outcome(data, { stack: "orders-dev-intake", outcome: "waits", missing });
    write("plans/dev/orders-dev-data.json", unchanged);
    const { status, stdout } = review("plans/dev", "--format", "json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "attention",
      complete: true,
      plans: [{ name: "orders-dev-data" }],
      findings: [
        {
          rule: "stack-waits",
          plan: "orders-dev-intake",
          text: expect.stringContaining("orders-dev-intake cannot be planned before orders-dev-data is applied"),
        },
      ],
    });
  });

  it("has a stack that failed to plan: the others are reviewed, and the review is incomplete", () => {
    outcome(data, { stack: "orders-dev-intake", outcome: "failed", message: "hunter2 is refused" });
    write("plans/dev/orders-dev-data.json", unchanged);
    const { status, stdout } = review("plans/dev");
    expect(status).toBe(3);
    expect(stdout).toMatch(/^## Plan review: \*\*attention\*\*\n/);
    expect(stdout).toContain("`orders-dev-intake` could not be planned, so it was not reviewed");
    // Terraform's output may repeat a secret, and no plan says which part of it is one.
    expect(stdout).not.toContain("hunter2");
  });

  it.each([
    ["is missing", undefined, /^plans\/dev cannot be read \(it does not exist\)/],
    ["has no outcome", "plans/dev/other.json", /^plans\/dev is a folder without outcome\.json/],
    ["has an outcome that is cut off", "plans/dev/outcome.json", /^plans\/dev\/outcome\.json is not what/],
  ])("that %s is never safe", (_what, file, message) => {
    if (file !== undefined) write(file, "{");
    const { status, stderr } = review("plans/dev");
    expect([status, stderr]).toEqual([3, expect.stringMatching(message)]);
  });
});

it("is safe, with a sentence that says why, where nothing was planned", () => {
  const { status, stdout } = review("--no-plans");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^## Plan review: \*\*safe\*\*\n/);
  expect(stdout).toContain("Nothing that is deployed changes, so nothing was planned.");
});
