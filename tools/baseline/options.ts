import { parseCommandLine, UsageError } from "../support/command-line";

/** The command line of `npm run baseline`. */
export interface Options {
  /** Environments to synthesize; empty for all. */
  readonly environments: readonly string[];
  /** Files with plans to judge instead of environments; empty for none. */
  readonly plans: readonly string[];
  readonly json: boolean;
  /** Whether to write the table of waivers in docs/security.md, and judge nothing. */
  readonly docs: boolean;
  readonly help: boolean;
}

export const HELP = `Checks what would be deployed against the security baseline, the rules in tools/baseline/rules.

Usage: npm run baseline -- [options]

  --env NAME       an environment to synthesize and judge; may be repeated (default: all)
  --plan FILE...   judge plans instead, each the output of \`terraform show -json PLAN\`
  --json           print the result as one JSON document on standard output, and everything else on standard error
  --docs           write the table of waivers in docs/security.md, and judge nothing
  --help           show this

The rules that the project breaks on purpose are in tools/baseline/waivers.ts, each with its reason. A run over every
environment fails if a waiver is no longer needed.
Exit codes: 0 nothing failed, 1 something failed or could not be read, 2 wrong usage.
`;

/** Reads the command line; throws a {@link UsageError} of one line. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseCommandLine("baseline", {
    args: [...args],
    // A shell expands `--plan *.json` to several files.
    allowPositionals: true,
    options: {
      env: { type: "string", multiple: true },
      plan: { type: "string", multiple: true },
      json: { type: "boolean" },
      docs: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const { env = [], plan = [], json = false, docs = false, help = false } = values;
  if (positionals.length > 0 && plan.length === 0) {
    throw new UsageError(`${JSON.stringify(positionals[0])} has no option before it.`, "baseline");
  }
  if (plan.length > 0 && env.length > 0) throw new UsageError("--env and --plan exclude each other.", "baseline");
  if (docs && args.length > 1) throw new UsageError("--docs takes no other option.", "baseline");
  return { environments: env, plans: [...plan, ...positionals], json, docs, help };
}
