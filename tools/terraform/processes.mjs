import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/**
 * The process ids of every Terraform that a process has started, at whatever depth. Uses nothing but the standard
 * library, like tools/run.mjs.
 */
export function terraformsOf(ancestor) {
  const processes = runningProcesses();
  const family = new Set([ancestor]);
  // A child may stand before its parent: as many rounds as the family is deep.
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return processes
    .filter(({ pid, command }) => family.has(pid) && /(^|\/)terraform$/.test(command))
    .map(({ pid }) => pid);
}

/** Asks a Terraform to end what it has begun, record it and give its lock back; a second time ends it at once. */
export function interrupt(pid) {
  try {
    process.kill(pid, "SIGINT");
  } catch (error) {
    // It has ended since.
    if (error.code !== "ESRCH") throw error;
  }
}

/** On Linux from /proc, since small images have no ps; elsewhere from ps. */
function runningProcesses() {
  return existsSync("/proc/self/stat") ? readdirSync("/proc").flatMap(fromProc) : fromPs();
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: pid (command) state parent ... */
function fromProc(name) {
  if (!/^\d+$/.test(name)) return [];
  try {
    const [, command, parent] = /\((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${name}/stat`, "utf8"));
    return [{ pid: Number(name), parent: Number(parent), command }];
  } catch (error) {
    // It has ended since.
    if (error.code === "ENOENT" || error.code === "ESRCH") return [];
    throw error;
  }
}

function fromPs() {
  const { stdout, error } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  if (error !== undefined) throw error;
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
