import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { constants, setPriority } from "node:os";
import { stopGroup } from "./process-group";

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character.
const COLOURS = /\u001b\[[\d;]*m/g;

export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The log file; the program's output is appended. */
  readonly log: string;
  /** Called with each line that it prints on standard output or error. */
  readonly onLine?: (line: string) => void;
  /** Called with the process once it runs. It is detached, so it leads its own process group. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Whether to run at low priority. Otherwise, orders would time out while an environment is deployed. */
  readonly yields?: boolean;
  /** Ends it and every process that it started. */
  readonly signal: AbortSignal;
}

export interface Ended {
  /** Undefined if a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** Its standard output and error in the order printed, without colours. */
  readonly output: string;
}

/** Runs a program until it ends, whatever its exit code. Rejects if it cannot be started or `signal` aborts. */
export async function runProgram({
  command,
  folder,
  variables,
  log,
  onLine,
  onStart,
  yields,
  signal,
}: Program): Promise<Ended> {
  signal.throwIfAborted();
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    env: variables,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const stop = () => void stopGroup(child);
  signal.addEventListener("abort", stop, { once: true });
  const file = createWriteStream(log, { flags: "a" });
  file.write(`\n$ ${command.join(" ")}\n`);
  let [stdout, output] = ["", ""];
  const lines = new Lines(onLine ?? (() => {}));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      if (stream === child.stdout) stdout += text;
      output += text;
      file.write(text);
      lines.take(text);
    });
  }
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
      if (child.pid === undefined) return;
      if (yields) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
      onStart?.(child);
    });
    signal.throwIfAborted();
    return { code: code ?? undefined, stdout, output: output.replace(COLOURS, "") };
  } finally {
    signal.removeEventListener("abort", stop);
    file.end();
  }
}

class Lines {
  private rest = "";

  constructor(private readonly onLine: (line: string) => void) {}

  take(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.onLine(line.replace(COLOURS, ""));
  }
}
