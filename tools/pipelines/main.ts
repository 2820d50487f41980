import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { EnvironmentError } from "../../environments/environment-error";
import { environmentNames, loadEnvironment } from "../../environments/load";
import { apiUrl } from "./api-url";
import { changedEnvironments } from "./changed-environments";
import { PipelineError } from "./pipeline-error";
import { planEnvironment, requireSharedState } from "./plan-environment";
import { prefixOf } from "./prefix";
import { requireKey, requireShown } from "./shown";

const USAGE = `The steps of the pipelines in .github/workflows that are not commands of the project already.

Usage: npm run --silent pipelines -- COMMAND [ARGUMENTS]

  changed                  the environments that a change of the files on standard input, one per line, may affect,
                           as a JSON array
  region ENV               the AWS region of an environment
  prefix ENV               the prefix of the names of its stacks and roles
  plan ENV                 plan each synthesized stack; write the plans' JSON and each stack's outcome to plans/ENV.
                           Exit 0 without changes, 2 with changes, 1 if a stack could not be planned
  compare ENV              exit 1 if the plans in plans/ do something that those in shown/ do not, or make a KMS key
  api-url ENV              the URL of the deployed API

  --synthesized DIR        cdktf's output (default: cdktf.out)
  --plans DIR              the plans (default: plans)
  --shown DIR              the plans that were shown before (default: shown)
  --help                   this text

Wrong usage exits with 64, any other failure with 1.
`;

type Command = (names: readonly string[], folders: { synthesized: string; plans: string; shown: string }) => number;

const COMMANDS: Readonly<Record<string, Command>> = {
  changed: () => print(JSON.stringify(changedEnvironments(linesOf(readFileSync(0, "utf8")), environmentNames))),
  region: (names) => print(loadEnvironment(only(names), process.env).region),
  prefix: (names) => print(prefixOf(only(names))),
  plan: (names, { synthesized, plans }) => plan(only(names), synthesized, plans),
  compare: (names, { plans, shown }) => {
    const environment = only(names);
    requireKey({ environment, plans });
    requireShown({ environment, plans, shown });
    return 0;
  },
  "api-url": (names, { synthesized }) => print(apiUrl(synthesized, only(names))),
};

class UsageError extends Error {}

function main(args: string[]): number {
  const { values, positionals } = parseArguments(args);
  if (values.help) return print(USAGE.trimEnd());
  const [name = "", ...names] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command ${JSON.stringify(name)}.`);
  return command(names, values);
}

function parseArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        synthesized: { type: "string", default: "cdktf.out" },
        plans: { type: "string", default: "plans" },
        shown: { type: "string", default: "shown" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function only(names: readonly string[]): string {
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) throw new UsageError("This command takes the name of one environment.");
  return name;
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

function plan(environment: string, synthesized: string, plans: string): number {
  requireSharedState(synthesized, environment);
  const folder = join(plans, environment);
  const { stacks } = planEnvironment({ synthesized, environment, folder }, (line) => process.stderr.write(`${line}\n`));
  for (const stack of stacks) if (stack.outcome === "failed") process.stderr.write(`${stack.message}\n`);
  if (stacks.some(({ outcome }) => outcome === "failed")) return 1;
  return stacks.every((stack) => stack.outcome === "planned" && !stack.hasChanges) ? 0 : 2;
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  // An error that a person can fix is reported in one line; anything else is a bug and keeps its stack trace.
  const isUsage = error instanceof UsageError;
  if (!(isUsage || error instanceof PipelineError || error instanceof EnvironmentError)) throw error;
  process.stderr.write(`${error.message}\n${isUsage ? `\n${USAGE}` : ""}`);
  // 2 means that there are changes.
  process.exitCode = isUsage ? 64 : 1;
}
