import { parseArgs } from "node:util";

export const HELP = `Shows for each permission of the platform which part of it needs it, and that none is too many.

Usage: npm run iam -- [options]

  --env NAME   an environment to run; may be given several times (default: dev, staging and prod)
  --prove      then take each permission away in turn, in the running platform, and show that something is refused
  --json       the findings on standard output as JSON Lines, one an environment; progress goes to standard error
  --help       show this

Every environment runs on this machine, its time compressed: every sample of examples/orders.jsonl, and journeys that
take what those do not, such as messages to dead-letter queues. Permissions that no run on this machine can use stand,
each with its reason, in tools/local/unexercised.ts.
Exit codes: 0 all well; 1 a permission that nothing needs, an entry of that list that is not needed, a wildcard without
a reason or a permission that nobody missed; 2 a command line that cannot be meant.
`;

export interface Options {
  readonly envs: readonly string[];
  readonly prove: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

const ENVIRONMENTS = ["dev", "staging", "prod"];

export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      env: { type: "string", multiple: true, default: ENVIRONMENTS },
      prove: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return { envs: values.env, prove: values.prove, json: values.json, help: values.help };
}
