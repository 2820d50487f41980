import { type ChildProcess, spawn } from "node:child_process";

/** A running `npm start` with its API on a free port. */
export interface RunningStart {
  readonly apiUrl: string;
  /** When the process was started: `performance.now()`. */
  readonly startedAt: number;
  stop(): Promise<void>;
}

/** Starts `npm start` and waits for the line with the API's address. If it fails, its output is in the error. */
export function startLocalRun(ordersFile: string): Promise<RunningStart> {
  const startedAt = performance.now();
  const options = ["--port", "0", "--aws-port", "0", "--orders", ordersFile];
  const child = spawn("npm", ["start", "--silent", "--", ...options], {
    // A group of its own, so that the signal reaches what npm starts.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      const apiUrl = /listen on (http:\/\/[\d.:]+)/.exec(text)?.[1];
      if (apiUrl !== undefined) resolve({ apiUrl, startedAt, stop: () => stop(child) });
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`npm start ended with ${code}: ${text.trim()}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.pid === undefined) return resolve();
    child.on("exit", () => resolve());
    process.kill(-child.pid, "SIGINT");
  });
}
