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
  /** The file that takes what it prints, after what others have printed there. */
  readonly log: string;
  /** Gets each line of its standard output and error as it is printed. */
  readonly onLine?: (line: string) => void;
  /** Gets the process once it runs, detached and so the leader of a group of its own. */
  readonly onStart?: (child: ChildProcess) => void;
  /** What else runs comes first: without it, orders would meet their timeouts while an environment is deployed. */
  readonly yields?: boolean;
  /** Ends it with everything that it started. */
  readonly signal: AbortSignal;
}

export interface Ended {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** What it printed on standard output and error, as it came, but for its colours. */
  readonly output: string;
}

/** Runs a program to its end, whatever its exit code. Rejects where it cannot be started or the signal came. */
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
