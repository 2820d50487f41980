import { spawnSync } from "node:child_process";

/**
 * Asks every Terraform that a process has started, at whatever depth, to end what it has begun, record it and give its
 * lock back. Answers whether there was one. Uses nothing but the standard library, like tools/run.mjs.
 */
export function interruptTerraform(ancestor) {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  const processes = stdout.split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const family = new Set([ancestor]);
  // A child may stand before its parent: as many rounds as the family is deep.
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  const found = processes.filter(({ pid, command }) => family.has(pid) && /(^|\/)terraform$/.test(command));
  for (const { pid } of found) process.kill(pid, "SIGINT");
  return found.length > 0;
}
