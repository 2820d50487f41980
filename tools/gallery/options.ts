import { parseCommandLine } from "../support/command-line";

export interface Options {
  /** Whether to make plans again. */
  readonly plan: boolean;
  /** The names of the changes to plan; empty for all. */
  readonly names: readonly string[];
  readonly check: boolean;
  readonly help: boolean;
}

export const HELP = `Reviews the plans of the gallery and writes docs/review.md.

Usage: npm run gallery -- [--plan [NAME...]] [--check]

  --plan    first make the plans again, with Terraform over a deployment to moto (about ten minutes for all)
  --check   write nothing; exit 1 if the page is stale
  --help    show this
`;

/** Reads the command line; throws a UsageError of one line. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseCommandLine("gallery", {
    args: [...args],
    allowPositionals: true,
    options: {
      plan: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return { ...values, names: positionals };
}
