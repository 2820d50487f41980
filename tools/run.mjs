// Starts a script of this project on the pinned Node.js, installing what the lockfile names first if that is missing
// or stale. Runs on the machine's own Node.js, so it uses nothing but its standard library.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { interruptTerraform } from "./terraform/interrupt.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(root, "node_modules", ".bin");
const pinnedNode = join(bin, "node");

/** npm writes node_modules/.package-lock.json last, so a missing or older one means an install that is not whole. */
function isInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const wanted = join(root, "package-lock.json");
  return existsSync(pinnedNode) && existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}

function install() {
  process.stderr.write("Installing the packages of package-lock.json (about a minute, once) ...\n");
  // To standard error: what a script prints on standard output may be for a program to read.
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel", "error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (npm.status !== 0) {
    process.stderr.write("npm ci failed: see above. Mend that and run the command again.\n");
    process.exit(1);
  }
}

const args = process.argv.slice(2);
if (args.length === 0) {
  process.stderr.write("Usage: node tools/run.mjs (SCRIPT | --bin PROGRAM) [ARGUMENTS]\n");
  process.exit(2);
}
if (!isInstalled()) install();

const command =
  args[0] === "--bin"
    ? [join(bin, args[1]), ...args.slice(2)]
    : [pinnedNode, "--require", "tsx/cjs", join(root, args[0]), ...args.slice(1)];
// When cdktf ends, Terraform has nobody to write to any more, and dies with what it made unrecorded and its state
// locked. So Terraform is asked to end in its place, and cdktf ends when Terraform has. At a terminal, Ctrl-C would
// reach them all at once; a group of its own keeps it from them.
const isCdktf = args[0] === "--bin" && args[1] === "cdktf";
let child;
// Ctrl-C reaches the child through the terminal as well; this passes on what was sent to this process alone.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    if (!isCdktf || !interruptTerraforms()) child.kill(signal);
  });
}

const LOOK_EVERY_MS = 100;
let looking;

/** A Terraform that was just done does not fail, and cdktf starts that of the next stack: it is interrupted as well. */
function interruptTerraforms() {
  const asked = new Set();
  clearInterval(looking);
  looking = setInterval(() => interruptTerraform(child.pid, asked), LOOK_EVERY_MS);
  return interruptTerraform(child.pid, asked);
}

child = spawn(command[0], command.slice(1), {
  cwd: root,
  detached: isCdktf && process.stdin.isTTY,
  stdio: "inherit",
  // CDKTF's own telemetry and version check would wait for hosts that a build machine may not reach.
  env: { CHECKPOINT_DISABLE: "1", DISABLE_VERSION_CHECK: "1", ...process.env, PATH: `${bin}:${process.env.PATH}` },
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
