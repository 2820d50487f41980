import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/**
 * The process ids of every Terraform among a process's descendants. Uses only the standard library, like tools/run.mjs.
 */
export function terraformsOf(ancestor) {
  const processes = runningProcesses();
  const family = new Set([ancestor]);
  // A child may be listed before its parent, so repeat until no process is added.
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return processes
    .filter(({ pid, command }) => family.has(pid) && /(^|\/)terraform$/.test(command))
    .map(({ pid }) => pid);
}

/** Asks a Terraform to finish what it has begun, record it and release its lock. A second interrupt ends it at once. */
export function interrupt(pid) {
  try {
    process.kill(pid, "SIGINT");
  } catch (error) {
    // It has ended already.
    if (error.code !== "ESRCH") throw error;
  }
}

/** Reads /proc on Linux, because small images have no ps; runs ps elsewhere. */
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
    // It has ended already.
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
