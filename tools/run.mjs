// Starts a script of this project on the pinned Node.js, and first installs the packages of the lockfile if they are
// missing or stale. Runs on the machine's own Node.js, so it uses only its standard library.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { interrupt, terraformsOf } from "./terraform/processes.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(root, "node_modules", ".bin");
const pinnedNode = join(bin, "node");

/** npm writes node_modules/.package-lock.json last, so a missing or older one means an incomplete install. */
function isInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const wanted = join(root, "package-lock.json");
  return existsSync(pinnedNode) && existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}

function install() {
  process.stderr.write("Installing the packages of package-lock.json (about a minute, once) ...\n");
  // To standard error: a program may read the script's standard output.
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel", "error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (npm.status !== 0) {
    process.stderr.write("npm ci failed: see above. Fix that and run the command again.\n");
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
// When cdktf ends, Terraform can no longer write its output. It dies, leaves what it made unrecorded and its state
// locked. When Terraform is interrupted, it breaks off its calls, and their results in AWS are not recorded either. So
// the first interrupt ends a deploy after the stack in progress; a second one interrupts Terraform itself. At a
// terminal, Ctrl-C would reach them all at once, so the child gets a process group of its own.
const isCdktf = args[0] === "--bin" && args[1] === "cdktf";
let child;
// npm passes on its signals, so one Ctrl-C arrives twice: from npm and from the terminal.
const ONE_INTERRUPT_MS = 500;
const cameAt = new Map();
// Ctrl-C also reaches the child through the terminal; this passes on signals sent to this process alone.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    const sinceLast = performance.now() - (cameAt.get(signal) ?? Number.NEGATIVE_INFINITY);
    cameAt.set(signal, performance.now());
    if (sinceLast < ONE_INTERRUPT_MS) return;
    const running = isCdktf ? terraformsOf(child.pid) : [];
    if (running.length === 0) child.kill(signal);
    else if (ending === undefined) endAfter(running);
    else running.forEach(interrupt);
  });
}

const LOOK_EVERY_MS = 100;
let ending;

/** Lets the running ones finish, and interrupts each one that cdktf starts after them, before it makes anything. */
function endAfter(running) {
  process.stderr.write(
    "\nInterrupted: will stop after the stack that Terraform is working on, with all of it recorded and no lock left. " +
      "Interrupt again to break Terraform off, which may leave resources unrecorded.\n",
  );
  const seen = new Set(running);
  ending = setInterval(() => {
    for (const pid of terraformsOf(child.pid).filter((it) => !seen.has(it))) {
      seen.add(pid);
      interrupt(pid);
    }
  }, LOOK_EVERY_MS);
}

child = spawn(command[0], command.slice(1), {
  cwd: root,
  detached: isCdktf && process.stdin.isTTY,
  stdio: "inherit",
  // CDKTF's telemetry and version check would wait for hosts that a build machine may not reach.
  env: { CHECKPOINT_DISABLE: "1", DISABLE_VERSION_CHECK: "1", ...process.env, PATH: `${bin}:${process.env.PATH}` },
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
