import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const MODULE = resolve(__dirname, "../../../tools/terraform/interrupt.mjs");
const [sleep = ""] = spawnSync("sh", ["-c", "command -v sleep"], { encoding: "utf8" }).stdout.split("\n");

let folder: string;
let parent: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "interrupt-"));
});
afterEach(() => {
  if (parent.pid !== undefined) process.kill(-parent.pid, "SIGKILL");
  parent.stdout?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** A shell whose child is a program of that name, and says when it runs and how it ended. */
async function startParentOf(name: string): Promise<AsyncIterator<string>> {
  const program = join(folder, name);
  copyFileSync(sleep, program);
  const script = `echo started; ${program} 60; echo "ended with $?"; sleep 60`;
  parent = spawn("sh", ["-c", script], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  if (parent.stdout === null) throw new Error("The shell has no output.");
  parent.stdout.setEncoding("utf8");
  const lines = parent.stdout.iterator();
  await lines.next();
  return lines;
}

function interrupt(pid: number | undefined): string {
  const script = `import { interruptTerraform } from ${JSON.stringify(MODULE)}; console.log(interruptTerraform(${pid}));`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).stdout.trim();
}

it("interrupts a Terraform that a process has started, and not the process", async () => {
  const lines = await startParentOf("terraform");
  // The shell says that it has started just before it starts the program.
  while (interrupt(parent.pid) === "false");
  expect((await lines.next()).value).toBe("ended with 130\n");
  expect(parent.exitCode).toBeNull();
});

it("interrupts nothing else", async () => {
  await startParentOf("terraform-provider-aws");
  expect(interrupt(parent.pid)).toBe("false");
});

it("leaves the Terraform of another process alone", async () => {
  await startParentOf("terraform");
  const other = spawn("sleep", ["60"], { stdio: "ignore" });
  expect(interrupt(other.pid)).toBe("false");
  other.kill();
  await once(other, "exit");
});
