import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "../../../..");

export interface EndedRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts tools/local/main.ts on free ports, as `npm start -- ARGS` does. */
export function startRun(args: readonly string[], env: NodeJS.ProcessEnv = {}): LocalRun {
  const main = ["--require", "tsx/cjs", "tools/local/main.ts", "--port", "0", "--aws-port", "0", ...args];
  return new LocalRun(spawn(process.execPath, main, { cwd: root, env: { ...process.env, ...env } }));
}

export class LocalRun {
  private stdout = "";
  private stderr = "";
  private readonly listeners = new Set<() => void>();
  readonly ended: Promise<EndedRun>;

  constructor(readonly process: ChildProcess) {
    process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      for (const listener of this.listeners) listener();
    });
    process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      for (const listener of this.listeners) listener();
    });
    this.ended = new Promise((resolveEnd, reject) => {
      process.on("error", reject);
      process.on("close", (code) => resolveEnd({ code, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  /** Resolves to the pattern's first group, or the whole match, once the run has printed a match. */
  printed(pattern: RegExp): Promise<string> {
    return new Promise((resolveMatch, reject) => {
      const look = () => {
        const match = pattern.exec(this.stderr) ?? pattern.exec(this.stdout);
        if (!match) return;
        this.listeners.delete(look);
        resolveMatch(match[1] ?? match[0]);
      };
      this.listeners.add(look);
      this.ended.then(({ code, stderr }) => reject(new Error(`The run ended with ${code}: ${stderr}`)), reject);
      look();
    });
  }
}
