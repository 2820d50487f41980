import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { checkEnvironmentName } from "../../environments/load";
import { withLock } from "../support/lock";
import { StartError } from "../support/start-error";

const ROOT = resolve(__dirname, "../..");

/** The files and folders that determine the synthesized output. */
export const INPUTS = [
  "main.ts",
  "asl",
  "environments",
  "stacks",
  "workflows",
  "functions",
  "tools/build",
  "package-lock.json",
  "tsconfig.json",
];

export interface Synthesized {
  /** The folder of cdktf's output. */
  readonly outdir: string;
  /** The folder of the environment's local run, which contains `outdir`. */
  readonly home: string;
}

/**
 * Builds the functions and synthesizes one environment, as `cdktf deploy` would, unless the output for the same inputs
 * exists already, archives included. Throws a {@link StartError} with the output of a step that fails, and first of all
 * if the environment does not exist.
 */
export async function synthesize(
  env: string,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<Synthesized> {
  checkEnvironmentName(env);
  const home = join(ROOT, ".local", env);
  // All environments share dist/, and so the lock.
  return withLock(join(ROOT, ".local/synthesize.lock"), () => synthesizeIfStale(env, home, progress, signal), signal);
}

async function synthesizeIfStale(
  env: string,
  home: string,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<Synthesized> {
  const outdir = join(home, "synth");
  const stamp = join(home, "inputs.sha256");
  const inputs = hashInputs();
  if (existsSync(stamp) && existsSync(outdir) && readFileSync(stamp, "utf8") === inputs) {
    return { outdir, home };
  }
  rmSync(stamp, { force: true });
  progress("Building the functions ...");
  await run("tools/build/main.ts", {}, signal);
  progress(`Synthesizing ${env} ...`);
  rmSync(outdir, { recursive: true, force: true });
  await run("main.ts", { ORDERS_ENV: env, CDKTF_OUTDIR: outdir }, signal);
  // Last, so that an interrupted run is not mistaken for a complete one.
  writeFileSync(stamp, inputs);
  return { outdir, home };
}

/** SHA-256 of the names and bytes of every input, and of the variables that the environments' settings read. */
function hashInputs(): string {
  const hash = createHash("sha256");
  for (const path of INPUTS.flatMap((input) => filesIn(join(ROOT, input)))) {
    hash
      .update(`${relative(ROOT, path)}\0`)
      .update(readFileSync(path))
      .update("\0");
  }
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith("ORDERS_") && name !== "ORDERS_ENV");
  hash.update(JSON.stringify(variables.sort(([a], [b]) => (a < b ? -1 : 1))));
  return hash.digest("hex");
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function run(script: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  return new Promise((resolveRun, reject) => {
    const child = spawn(process.execPath, ["--require", "tsx/cjs", join(ROOT, script)], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
      signal,
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolveRun();
      else
        reject(
          new StartError(`${script} failed: ${messageIn(errors) || `it exited with ${code} and printed nothing.`}`),
        );
    });
  });
}

/** The problem in one line: the message of an uncaught error, or else the step's output without progress lines. */
function messageIn(errors: string): string {
  const lines = errors.split("\n").map((line) => line.trim());
  const uncaught = lines.find((line) => /^(?:\w*Error(?: \[\w+\])?): /.test(line));
  if (uncaught) return uncaught.replace(/^Error: /, "");
  return lines.filter((line) => line !== "" && !line.endsWith(" ...")).join(" ");
}
