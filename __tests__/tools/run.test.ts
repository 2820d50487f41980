import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const TOOLS = resolve(__dirname, "../../tools");
const [shell = ""] = spawnSync("sh", ["-c", "command -v sh"], { encoding: "utf8" }).stdout.split("\n");

let root: string;
let run: ChildProcess;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "run-"));
  mkdirSync(join(root, "tools"));
  copyFileSync(join(TOOLS, "run.mjs"), join(root, "tools", "run.mjs"));
  cpSync(join(TOOLS, "terraform"), join(root, "tools", "terraform"), { recursive: true });
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  writeFileSync(join(root, "package-lock.json"), "{}");
  writeFileSync(join(root, "node_modules", ".package-lock.json"), "{}");
  symlinkSync(process.execPath, join(root, "node_modules", ".bin", "node"));
  copyFileSync(shell, join(root, "terraform"));
});
afterEach(() => {
  if (run.pid !== undefined && run.exitCode === null) process.kill(-run.pid, "SIGKILL");
  run.stdout?.destroy();
  rmSync(root, { recursive: true, force: true });
});

/** Runs a stand-in for cdktf, a shell script, as `npm run deploy` does, and reads what it prints line by line. */
function startCdktf(script: string): AsyncIterator<string> {
  writeFileSync(join(root, "node_modules", ".bin", "cdktf"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  run = spawn(process.execPath, [join(root, "tools", "run.mjs"), "--bin", "cdktf"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (run.stdout === null) throw new Error("It has no output.");
  return run.stdout.setEncoding("utf8").iterator();
}

/** A stand-in for Terraform that says when it runs, and is done only when it is interrupted. */
const TERRAFORM = `"$(dirname "$0")/../../terraform" -c 'trap "exit 130" INT; echo runs; while :; do sleep 0.05; done'`;

describe("an interrupted deploy", () => {
  it("leaves cdktf to end after its Terraform", async () => {
    const lines = startCdktf(`${TERRAFORM}; echo "ended with $?"; exit 3`);
    await lines.next();
    run.kill("SIGINT");
    expect((await lines.next()).value).toBe("ended with 130\n");
    await expect(exitCode()).resolves.toBe(3);
  });

  it("interrupts the Terraform of the next stack too, where the first was just done", async () => {
    const lines = startCdktf(`${TERRAFORM}; echo "ended with $?"; ${TERRAFORM}; echo "the next ended with $?"`);
    await lines.next();
    run.kill("SIGINT");
    expect(await untilLine(lines, "the next")).toBe("the next ended with 130\n");
  });

  it("ends cdktf itself where no Terraform runs", async () => {
    const lines = startCdktf("echo runs; exec sleep 60");
    await lines.next();
    run.kill("SIGINT");
    await expect(exitCode()).resolves.toBe(130);
  });
});

/** What was printed from there on: several lines may come at once. */
async function untilLine(lines: AsyncIterator<string>, begin: string): Promise<string> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`It ended before it printed ${begin}.`);
    if (value.includes(begin)) return value.slice(value.indexOf(begin));
  }
}

function exitCode(): Promise<number | null> {
  return new Promise((resolve) => {
    if (run.exitCode !== null) resolve(run.exitCode);
    else run.once("exit", resolve);
  });
}
