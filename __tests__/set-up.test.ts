import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { BareMachine } from "./tools/support/bare-machine";

const root = resolve(__dirname, "..");
const FILE = "__tests__/docs/readme.test.ts";
const JEST = join(root, "node_modules/jest/bin/jest.js");

let machine: BareMachine;
beforeEach(() => {
  machine = new BareMachine();
});
afterEach(() => machine.remove());

/** Runs Jest as `npm test` does, on a machine without Terraform that reaches no host. */
function runTests(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [JEST, "--runInBand", ...args], {
    cwd: root,
    env: { ...machine.env, TERRAFORM_RELEASES_URL: "http://127.0.0.1:9" },
    encoding: "utf8",
  });
  return { status, out: `${stdout}${stderr}` };
}

describe("where neither Terraform nor its download can be had", () => {
  it("a whole run ends with one message", () => {
    const { status, out } = runTests("--testMatch", `**/${FILE}`);
    expect(status).toBe(1);
    expect(out.match(/^Terraform 1\.10 or later is needed\. Terraform is not on PATH\.$/gm)).toHaveLength(1);
    expect(out.match(/cannot be used: connect ECONNREFUSED 127\.0\.0\.1:9\.$/gm)).toHaveLength(1);
    expect(out).not.toMatch(/readme|^\s+at /m);
  });

  it("a run of named files says so and goes on, since most need neither", () => {
    const { status, out } = runTests(FILE);
    expect(out).toMatch(/^Terraform 1\.10 or later is needed\. Terraform is not on PATH\.$/m);
    expect(out).toContain(`PASS ${FILE}`);
    expect(status).toBe(0);
  });
});
