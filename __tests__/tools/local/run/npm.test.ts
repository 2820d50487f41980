import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { signalGroup } from "../../../../tools/rehearse/process-group";
import { LocalRun } from "./local-run";
import { oneOrder } from "./one-order";

const root = resolve(__dirname, "../../../..");
const folder = mkdtempSync(join(tmpdir(), "orders-npm-"));
const orders = join(folder, "orders.json");
writeFileSync(orders, JSON.stringify(oneOrder("npm-1")));

const RUN_TIMEOUT_MS = 600_000;

let run: LocalRun;
afterEach(() => {
  signalGroup(run.process, "SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

/** Runs `npm start -- ARGS` in the project, as from a shell that npm did not start, in a new process group. */
function npmStart(args: readonly string[]): LocalRun {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const all = ["start", "--", "--orders", orders, "--port", "0", "--aws-port", "0", ...args];
  run = new LocalRun(spawn("npm", all, { cwd: root, env, detached: true }));
  return run;
}

test(
  "npm start with --json prints nothing but JSON Lines on standard output",
  async () => {
    const { code, stdout } = await npmStart(["--once", "--fast", "--json"]).ended;
    expect(stdout.trimEnd().split("\n").map(readable)).toEqual([
      { orderId: "npm-1", http: 202, status: "COMPLETED", ms: expect.any(Number) },
    ]);
    expect(code).toBe(0);
  },
  RUN_TIMEOUT_MS,
);

test(
  "npm start leaves no process behind when it is terminated",
  async () => {
    const url = await npmStart([]).printed(/listen on (http:\/\/127\.0\.0\.1:\d+)/);
    expect(await answers(url)).toBe(true);
    run.process.kill("SIGTERM");
    // Resolves once no process that it started holds its output open.
    await run.ended;
    expect(await answers(url)).toBe(false);
  },
  RUN_TIMEOUT_MS,
);

/** The value of a line of JSON, or the line itself if it is not JSON. */
function readable(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
