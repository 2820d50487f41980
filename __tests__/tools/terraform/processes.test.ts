import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { signalGroup } from "../../../tools/rehearse/process-group";

const MODULE = resolve(__dirname, "../../../tools/terraform/processes.mjs");
const [sleep = ""] = spawnSync("sh", ["-c", "command -v sleep"], { encoding: "utf8" }).stdout.split("\n");

let folder: string;
let parent: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "processes-"));
});
afterEach(() => {
  // Some tests start no parent, and signalGroup() accepts one that has ended.
  if (parent !== undefined) signalGroup(parent, "SIGKILL");
  parent?.stdout?.destroy();
  parent = undefined;
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

/** Starts a shell whose child is a program of that name. Its output says when it has started and how the child ended. */
async function startParentOf(name: string): Promise<AsyncIterator<string>> {
  const program = join(folder, name);
  copyFileSync(sleep, program);
  const script = `echo started; ${program} 60; echo "ended with $?"; sleep 60`;
  parent = spawn("sh", ["-c", script], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  if (parent.stdout === null) throw new Error("The shell has no output.");
  const lines = parent.stdout.setEncoding("utf8").iterator();
  await lines.next();
  return lines;
}

/** Runs a line of script with the module's exports. */
function run(line: string): string {
  const script = `import { interrupt, terraformsOf } from ${JSON.stringify(MODULE)}; ${line}`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).stdout.trim();
}

const count = (pid: number | undefined) => run(`console.log(terraformsOf(${pid}).length)`);

it("finds and interrupts a Terraform that a process has started, but not the process", async () => {
  const lines = await startParentOf("terraform");
  // The shell prints "started" just before it starts the program.
  while (count(parent?.pid) === "0");
  run(`terraformsOf(${parent?.pid}).forEach(interrupt)`);
  expect((await lines.next()).value).toBe("ended with 130\n");
  expect(parent?.exitCode).toBeNull();
});

it("does not find other programs", async () => {
  await startParentOf("terraform-provider-aws");
  expect(count(parent?.pid)).toBe("0");
});

it("leaves the Terraform of another process alone", async () => {
  await startParentOf("terraform");
  const other = spawn("sleep", ["60"], { stdio: "ignore" });
  expect(count(other.pid)).toBe("0");
  other.kill();
  await once(other, "exit");
});

it("does not fail on a Terraform that has ended", async () => {
  const ended = spawn("true", { stdio: "ignore" });
  await once(ended, "exit");
  expect(run(`interrupt(${ended.pid}); console.log("done")`)).toBe("done");
});
