import { type ParseArgsConfig, parseArgs } from "node:util";
import { codeOf, messageOf } from "./errors";

/** A wrong command line. The message is one line that names the help of the npm script. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(problem: string, script: string) {
    super(`${problem} See npm run ${script} -- --help.`);
  }
}

/** Reads the command line of an npm script with `parseArgs` of Node.js. Throws a {@link UsageError}. */
export function parseCommandLine<const Config extends ParseArgsConfig>(script: string, config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!codeOf(error)?.startsWith("ERR_PARSE_ARGS_")) throw error;
    // parseArgs states the problem, then advises to pass it as a positional, which no command takes.
    const [problem] = messageOf(error).split(/\.?(?: |\n)(?:This command|To specify|Did you)/, 1);
    throw new UsageError(`${problem}.`, script);
  }
}

/**
 * Runs a command and exits with the code that it returns, once everything that it wrote has been taken. If it throws,
 * shows the message without a stack trace and exits with 2 for a {@link UsageError}, else with 1.
 */
export function run(main: (args: readonly string[]) => Promise<number>): void {
  process.stdout.on("error", ignoreClosedPipe);
  main(process.argv.slice(2)).then(exit, (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    exit(error instanceof UsageError ? 2 : 1);
  });
}

/** A pipe takes 64 KiB at a time, and `process.exit` drops what it has not taken: https://nodejs.org/api/process.html#process-io */
function exit(code: number): void {
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

/** A reader such as `head` may stop early. */
function ignoreClosedPipe(error: Error): void {
  if (codeOf(error) !== "EPIPE") throw error;
}
