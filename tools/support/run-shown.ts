import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { SetUp } from "./cache";

export interface Shown extends SetUp {
  /** The working directory (default: this process's). */
  readonly cwd?: string;
}

/** Runs a program and shows each line that it prints. Rejects if it cannot be started or fails. */
export function runShown(program: string, args: readonly string[], { say, ...options }: Shown): Promise<void> {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", (line) => say(`  ${line}`));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code ?? signal}, see above`));
    });
  });
}
