import { parseCommandLine, UsageError } from "../support/command-line";
import { UNITS } from "./stage";
import type { BreakOffOnly } from "./steps/break-off-only";

/** The command line of `npm run rehearse`. */
export interface Options {
  readonly environments: readonly string[];
  readonly seed: number;
  /** Where to break deploys off, if the rehearsal does nothing else. */
  readonly breakOffOnly: BreakOffOnly | undefined;
  readonly json: boolean;
  readonly keep: boolean;
  readonly help: boolean;
}

export const HELP = `Rehearses a deployment of the order platform, with the real cdktf, Terraform and AWS provider, against moto.

Usage: npm run rehearse -- [options]

Each environment is deployed from a copy of the project to its own moto, so your states, output and settings stay as they
are. A second plan must be empty. The sample orders then run, and the way each one ends is compared with the local run.
Finally, changes are planned and everything is destroyed. In the first environment, the deploy is broken off at a random
resource of each stack: killed in data and fulfilment and recovered as docs/deploying.md says, and interrupted in intake.
In the last environment, traffic is shifted to a new version and back.

  --env LIST         the environments to rehearse, side by side (default: dev,prod; with --break-off-only: dev)
  --seed N           decides when the deploys are broken off (default: random; the summary shows it)
  --break-off-only   only kill the deploys of stacks, again and again, and recover and complete them: no orders, no destroy
  --every LIST       with --break-off-only: the stacks to break off after each of their resources, some of
                     ${UNITS.join(", ")}; or none (default: data)
  --points N         with --break-off-only: the number of random resources in the other stacks (default: 20)
  --json             print the summary as one JSON object on standard output
  --keep             keep the folder with the copies and logs, and print its path; a failed rehearsal always keeps it
  --help             show this

Uses Terraform 1.10 or later, the AWS provider and moto 5.1 or later from this machine, and downloads what is missing once
into the user's cache. Needs Python 3.10 or later.
Exit codes: 0 every step passed, 1 something differs or failed, 2 wrong usage.
`;

/** Reads the command line; throws a {@link UsageError} of one line. */
export function parseOptions(args: readonly string[], randomSeed = Math.floor(Math.random() * 1_000_000)): Options {
  const { env, seed, every, points, json, keep, help, ...values } = parseCommandLine("rehearse", {
    args: [...args],
    options: {
      env: { type: "string" },
      seed: { type: "string" },
      "break-off-only": { type: "boolean", default: false },
      every: { type: "string" },
      points: { type: "string" },
      json: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;
  const isOnly = values["break-off-only"];
  const environments = [...new Set((env ?? (isOnly ? "dev" : "dev,prod")).split(",").map((name) => name.trim()))];
  const wrong = environments.find((name) => !/^[a-z][a-z0-9-]*$/.test(name));
  if (wrong !== undefined)
    throw new UsageError(`--env takes names such as dev,prod, not ${JSON.stringify(wrong)}.`, "rehearse");
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    throw new UsageError(`--seed takes a whole number of up to nine digits, not ${JSON.stringify(seed)}.`, "rehearse");
  }
  if (!isOnly && (every !== undefined || points !== undefined)) {
    throw new UsageError("--every and --points are for --break-off-only.", "rehearse");
  }
  const breakOffOnly = isOnly ? { every: unitsIn(every ?? "data"), points: countIn(points ?? "20") } : undefined;
  return {
    environments,
    seed: seed === undefined ? randomSeed : Number(seed),
    breakOffOnly,
    json,
    keep,
    help,
  };
}

function unitsIn(list: string): string[] {
  if (list === "none") return [];
  const units = [...new Set(list.split(",").map((name) => name.trim()))];
  const wrong = units.find((name) => !UNITS.some((unit) => unit === name));
  if (wrong === undefined) return units;
  throw new UsageError(`--every takes some of ${UNITS.join(",")}, or none, not ${JSON.stringify(wrong)}.`, "rehearse");
}

function countIn(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(`--points takes a whole number of up to three digits, not ${JSON.stringify(text)}.`, "rehearse");
}
