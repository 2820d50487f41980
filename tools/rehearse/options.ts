import { parseArgs } from "node:util";
import { codeOf, messageOf } from "../support/errors";
import { UNITS } from "./stage";
import type { BreakOffOnly } from "./steps/break-off-only";

/** What `npm run rehearse` was asked for. */
export interface Options {
  readonly environments: readonly string[];
  readonly seed: number;
  /** Nothing but breaking deploys off, and where. */
  readonly breakOffOnly: BreakOffOnly | undefined;
  readonly json: boolean;
  readonly keep: boolean;
  readonly help: boolean;
}

/** A command line that cannot be meant: exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} See npm run rehearse -- --help.`);
    this.name = "UsageError";
  }
}

export const HELP = `Rehearses a deployment of the order platform, with the real cdktf, Terraform and AWS provider, against moto.

Usage: npm run rehearse -- [options]

Each environment is deployed to a moto of its own, in a copy of the project: states, output and settings of yours stay as
they are. What was deployed is planned again and runs the sample orders, whose ends are compared with the local run's; then
changes are planned, and everything is destroyed. The first environment's deploy is broken off in each stack at a random
resource: killed outright in data and fulfilment and recovered as docs/deploying.md says, and interrupted in intake. In the last environment, traffic is shifted to a new version and back.

  --env LIST         the environments to rehearse, side by side (default: dev,prod; with --break-off-only: dev)
  --seed N           decides when the deploys are broken off (default: another one each time; the summary has it)
  --break-off-only   only kill the deploys of stacks, again and again, and recover and complete them: no orders, no destroy
  --every LIST       with --break-off-only: the stacks to break off after each of their resources, of
                     ${UNITS.join(", ")}; or none (default: data)
  --points N         with --break-off-only: at how many random resources of the other stacks (default: 20)
  --json             the summary as one JSON object on standard output
  --keep             leave the folder with the copies and logs, and say where it is, as is done when something differs
  --help             show this

Takes Terraform 1.10 or later, the AWS provider and moto 5.1 or later from this machine, and downloads each that is missing
into the user's cache, once. Needs Python 3.10 or later.
Exit codes: 0 all as it must be, 1 something differs, 2 a command line that cannot be meant.
`;

/** Reads the command line; throws a {@link UsageError} of one line. */
export function parseOptions(args: readonly string[], randomSeed = Math.floor(Math.random() * 1_000_000)): Options {
  const { env, seed, every, points, json, keep, help, ...values } = parse(args);
  const isOnly = values["break-off-only"];
  const environments = [...new Set((env ?? (isOnly ? "dev" : "dev,prod")).split(",").map((name) => name.trim()))];
  const wrong = environments.find((name) => !/^[a-z][a-z0-9-]*$/.test(name));
  if (wrong !== undefined) throw new UsageError(`--env takes names such as dev,prod, not ${JSON.stringify(wrong)}.`);
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    throw new UsageError(`--seed takes a whole number of up to nine digits, not ${JSON.stringify(seed)}.`);
  }
  if (!isOnly && (every !== undefined || points !== undefined)) {
    throw new UsageError("--every and --points are for --break-off-only.");
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
  throw new UsageError(`--every takes some of ${UNITS.join(",")}, or none, not ${JSON.stringify(wrong)}.`);
}

function countIn(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(`--points takes a whole number of up to three digits, not ${JSON.stringify(text)}.`);
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
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
    });
    return values;
  } catch (error) {
    // parseArgs says what is wrong, then advises how to pass it as a positional, which nothing here takes.
    if (!codeOf(error)?.startsWith("ERR_PARSE_ARGS_")) throw error;
    const [what] = messageOf(error).split(/\.?(?: |\n)(?:This command|To specify|Did you)/, 1);
    throw new UsageError(`${what}.`);
  }
}
