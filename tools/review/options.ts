import { parseCommandLine, UsageError } from "../support/command-line";

/** The forms of a report. */
export const FORMATS = ["markdown", "terminal", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** The command line of `npm run review`. */
export interface Options {
  /** Files with plans, and folders as the pipelines write them. */
  readonly paths: readonly string[];
  /** Runs of HCP Terraform whose plans are fetched. */
  readonly runs: readonly string[];
  readonly format: Format;
  /** The folder of cdktf's output; undefined if none was given. */
  readonly synthesized: string | undefined;
  /** The file of waivers and policies; undefined for the default one. */
  readonly waivers: string | undefined;
  /** Where the reader of a shortened report finds the rest. */
  readonly artifactUrl: string | undefined;
  /** Whether there is nothing to plan, so that the review says so. */
  readonly noPlans: boolean;
  readonly help: boolean;
}

export const HELP = `Reviews plans: what they change in workflows, permissions, data, operations and cost, and how bad that is.

Usage: npm run review -- PLAN.json|FOLDER... [options]

  PLAN.json            the output of \`terraform show -json PLAN\`
  FOLDER               the plans of an environment, as \`npm run pipelines -- plan\` writes them: plans/dev
  --no-plans           instead of plans: nothing that is deployed changes. The review says so, and is safe
  --run RUN_ID         the plan of a run in HCP Terraform; may be repeated. The token is read from the environment
  --synthesized DIR    cdktf's output, for definitions that a plan knows only after the apply
  --format FORMAT      markdown for GitHub (default), terminal, or json
  --waivers FILE       waivers and policies (default: review.json, if there is one)
  --artifact-url URL   where the whole plans are, for a report that leaves findings out
  --help               show this

The first lines hold the verdict: safe, attention or dangerous.
A waiver is { rule, address, state?, plan?, reason, expires } with * in the address for any characters and expires as
YYYY-MM-DD; an expired one is dangerous. A policy is { rule, level, reason }, or { type, level, reason } for any change of
a type. The file is { "waivers": [...], "policies": [...] }.
Exit codes: 0 nothing dangerous, 1 something dangerous without a waiver, 2 wrong usage, 3 a plan that could not be read or
is incomplete. With something dangerous in an incomplete plan: 1.
`;

/** Reads the command line; throws a {@link UsageError} of one line. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseCommandLine("review", {
    args: [...args],
    allowPositionals: true,
    options: {
      run: { type: "string", multiple: true },
      synthesized: { type: "string" },
      format: { type: "string", default: "markdown" },
      waivers: { type: "string" },
      "artifact-url": { type: "string" },
      "no-plans": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { run = [], synthesized, waivers, help, "artifact-url": artifactUrl, "no-plans": noPlans } = values;
  const format = FORMATS.find((known) => known === values.format);
  if (format === undefined) {
    throw new UsageError(`--format ${JSON.stringify(values.format)} is not one of ${FORMATS.join(", ")}.`, "review");
  }
  if (artifactUrl !== undefined && !isWebAddress(artifactUrl)) {
    throw new UsageError(`--artifact-url ${JSON.stringify(artifactUrl)} is not an http or https URL.`, "review");
  }
  const given = positionals.length + run.length;
  if (noPlans && given > 0) throw new UsageError("--no-plans and a plan are given.", "review");
  if (!(help || noPlans) && given === 0) throw new UsageError("No plan is given.", "review");
  return { paths: positionals, runs: run, format, synthesized, waivers, artifactUrl, noPlans, help };
}

/** Whether a text is a URL that Markdown can link to as it is. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^\s<>()[\]\\`]+$/.test(text);
}
