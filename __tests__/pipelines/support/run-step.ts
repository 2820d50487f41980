import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actions, jobAt, ROOT, type Step } from "./workflows";

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A runner's empty machine: a working folder, and programs that stand in for those that are not to be called. */
export class Runner {
  private readonly home = mkdtempSync(join(tmpdir(), "pipelines-runner-"));
  readonly folder = join(this.home, "work");
  private readonly programs = join(this.home, "bin");

  constructor() {
    mkdirSync(this.folder);
    mkdirSync(this.programs);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  file(path: string): string {
    return join(this.folder, path);
  }

  /** Text of a file of the working folder. */
  read(path: string): string {
    return readFileSync(this.file(path), "utf8");
  }

  /** Writes a file of the working folder. */
  write(path: string, text: string): void {
    mkdirSync(join(this.file(path), ".."), { recursive: true });
    writeFileSync(this.file(path), text);
  }

  /** Puts a program of that name before the machine's own; `script` is for Bash. */
  program(name: string, script: string): void {
    writeFileSync(join(this.programs, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(this.programs, name), 0o755);
  }

  /** Lets `npm run --silent pipelines -- ...` and `review` do in the working folder what they do in the project's. */
  useTools(): void {
    const node = [process.execPath, "--require", require.resolve("tsx/cjs")].join(" ");
    const main = join(ROOT, "tools/$3/main.ts");
    this.program("npm", `[[ "$1 $2 $4" = "run --silent --" && -f ${main} ]] || exit 9\nexec ${node} ${main} "\${@:5}"`);
  }

  /** Runs the script of a step with the variables that it declares, which must be given, and no others. */
  async run(job: string, name: string, variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const { script, declared } = scriptOf(job, name);
    const given = new Set(Object.keys(variables));
    const missing = declared.filter((variable) => !given.has(variable));
    if (missing.length > 0) throw new Error(`The step declares ${missing.join(", ")}: give them values.`);
    const outputs = join(this.home, "outputs");
    rmSync(outputs, { force: true });
    const file = join(this.home, "step.sh");
    writeFileSync(file, script);
    const env = {
      PATH: `${this.programs}:${process.env.PATH}`,
      HOME: this.home,
      RUNNER_TEMP: this.home,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: this.file("summary.md"),
      ...variables,
    };
    const child = spawn("bash", ["--noprofile", "--norc", "-euo", "pipefail", file], { cwd: this.folder, env });
    let out = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (out += text));
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { status, out, outputs: readOutputs(outputs) };
  }
}

function scriptOf(where: string, name: string): { script: string; declared: readonly string[] } {
  const job = where.includes("/") ? jobAt(where) : undefined;
  const steps: readonly Step[] = job?.steps ?? actions.get(where) ?? [];
  const step = steps.find((candidate) => candidate.name === name);
  if (step?.run === undefined) throw new Error(`${where} has no script "${name}".`);
  return { script: step.run, declared: Object.keys(step.env) };
}

function readOutputs(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
