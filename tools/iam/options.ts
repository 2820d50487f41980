import { parseArgs } from "node:util";

export const HELP = `Shows which part of the platform needs each permission, and fails if any permission is not needed.

Usage: npm run iam -- [options]

  --env NAME   an environment to run; may be given several times (default: dev, staging and prod)
  --prove      then remove each permission in turn from the running platform, and show that a call is refused
  --json       write the findings to standard output as JSON Lines, one per environment; progress goes to standard error
  --help       show this help

Each environment runs on this machine with compressed time. The run sends every sample of examples/orders.jsonl, then
exercises paths that the samples do not take, such as dead-letter queues. Permissions that no run on this machine can
use are listed, each with its reason, in tools/local/unexercised.ts.
Exit codes: 0 success; 1 a permission that nothing needs, a needless entry of that list, a wildcard without a reason,
or a permission whose removal changed nothing; 2 wrong usage.
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
