import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { signalGroup } from "../../tools/rehearse/process-group";

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
  signalGroup(run, "SIGKILL");
  run.stdout?.destroy();
  rmSync(root, { recursive: true, force: true, maxRetries: 10 });
});

interface Printed {
  readonly lines: AsyncIterator<string>;
  readonly complaints: AsyncIterator<string>;
}

/** Runs a stand-in for cdktf, a shell script, as `npm run deploy` does, and reads what it prints. */
function startCdktf(script: string): Printed {
  writeFileSync(join(root, "node_modules", ".bin", "cdktf"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  run = spawn(process.execPath, [join(root, "tools", "run.mjs"), "--bin", "cdktf"], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.stdout === null || run.stderr === null) throw new Error("It has no output.");
  return {
    lines: run.stdout.setEncoding("utf8").iterator(),
    complaints: run.stderr.setEncoding("utf8").iterator(),
  };
}

/** A stand-in for Terraform that says when it runs, and is done when there is a file named done. */
const TERRAFORM = `./terraform -c 'trap "exit 130" INT; echo runs; while [ ! -e done ]; do sleep 0.05; done'`;

describe("an interrupted deploy", () => {
  it("ends the stack that it is at, begins no other, and says so", async () => {
    const { lines, complaints } = startCdktf(
      `${TERRAFORM}; echo "ended with $?"; rm done; ${TERRAFORM}; echo "the next ended with $?"; exit 3`,
    );
    await lines.next();
    run.kill("SIGINT");
    expect((await complaints.next()).value).toContain(
      "Interrupted: will stop after the stack that Terraform is working on",
    );
    writeFileSync(join(root, "done"), "");
    const printed = await untilLine(lines, "the next");
    expect(printed).toContain("ended with 0\n");
    expect(printed).toContain("the next ended with 130\n");
    await expect(exitCode()).resolves.toBe(3);
  });

  it("takes Ctrl-C that npm passes on as well for one interrupt", async () => {
    const { lines } = startCdktf(`${TERRAFORM}; echo "ended with $?"; exit 3`);
    await lines.next();
    run.kill("SIGINT");
    await delay(50);
    run.kill("SIGINT");
    await delay(500);
    writeFileSync(join(root, "done"), "");
    expect((await lines.next()).value).toBe("ended with 0\n");
    await expect(exitCode()).resolves.toBe(3);
  });

  it("breaks Terraform off when it is interrupted again, and leaves cdktf to end after it", async () => {
    const { lines, complaints } = startCdktf(`${TERRAFORM}; echo "ended with $?"; exit 3`);
    await lines.next();
    run.kill("SIGINT");
    await complaints.next();
    run.kill("SIGTERM");
    expect((await lines.next()).value).toBe("ended with 130\n");
    await expect(exitCode()).resolves.toBe(3);
  });

  it("ends cdktf itself where no Terraform runs", async () => {
    const { lines } = startCdktf("echo runs; exec sleep 60");
    await lines.next();
    run.kill("SIGINT");
    await expect(exitCode()).resolves.toBe(130);
  });
});

/** All that was printed until there is this. */
async function untilLine(lines: AsyncIterator<string>, text: string): Promise<string> {
  let printed = "";
  while (!new RegExp(`${text}.*\n`).test(printed)) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`It ended before it printed ${text}: ${printed}`);
    printed += value;
  }
  return printed;
}

function exitCode(): Promise<number | null> {
  return new Promise((resolve) => {
    if (run.exitCode !== null) resolve(run.exitCode);
    else run.once("exit", resolve);
  });
}
