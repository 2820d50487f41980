import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "build-main-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  return runIn({}, ...args);
}

function runIn(variables: Record<string, string>, ...args: string[]) {
  const program = [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "tools/build/main.ts"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...variables },
  });
  return { status, stdout, stderr };
}

function writeHandler(text: string): string[] {
  mkdirSync(join(folder, "functions", "greet"), { recursive: true });
  writeFileSync(join(folder, "functions", "greet", "handler.ts"), text);
  return ["--functions", join(folder, "functions"), "--out", join(folder, "dist")];
}

describe("npm run build", () => {
  it("builds the project's own functions small enough to start fast: one line each", () => {
    const { status, stdout, stderr } = run("--out", join(folder, "dist"));
    expect(status).toBe(0);
    expect(stderr).toMatch(/^(Still building .*\n)*$/);
    const lines = stdout.trim().split("\n");
    expect(lines.at(-1)).toMatch(/^Built \d+ functions in \d+\.\d s\.$/);
    const sizes = lines.slice(0, -1).map((line) => /^([a-z-]+) +(\d+\.\d) KiB {2}/.exec(line)?.slice(1) ?? [line]);
    expect(sizes.map(([name]) => `${name}.zip`)).toEqual(readdirSync(join(folder, "dist")).sort());
    expect(sizes.filter(([, kib]) => !(Number(kib) < 200))).toEqual([]);
  });

  it("makes the same bytes in every time zone", () => {
    const options = writeHandler("export const handler = () => 1;");
    runIn({ TZ: "Pacific/Auckland" }, ...options);
    const { status, stdout } = runIn({ TZ: "America/Los_Angeles" }, ...options);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^greet .*\(unchanged\)$/m);
  });

  it("exits 1 with one line that names file and line when a function does not build", () => {
    const { status, stdout, stderr } = run(...writeHandler("export const handler = (;"));
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^(Still building .*\n)*Build failed: functions\/greet\/handler\.ts:1: Unexpected ";"\n$/);
  });

  it("exits 2 and shows its usage for an unknown option", () => {
    const { status, stderr } = run("--fast");
    expect(status).toBe(2);
    expect(stderr).toContain("'--fast'");
    expect(stderr).toContain("Usage: npm run build");
  });

  it("shows its options and builds nothing with --help", () => {
    const { status, stdout } = run("--help", ...writeHandler("export {};"));
    expect(status).toBe(0);
    expect(stdout).toMatch(/--functions DIR.*\n.*--out DIR/);
    expect(readdirSync(folder)).toEqual(["functions"]);
  });
});
