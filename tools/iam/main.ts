import type { RunningSystem } from "../local/system";
import { codeOf, messageOf } from "../support/errors";
import { type Findings, findingsOf, problemsOf } from "./findings";
import { HELP, type Options, parseOptions } from "./options";
import { prove } from "./proof";
import { recordEverything, recordJourneys } from "./recording";
import { reportJson, reportText, totalsText } from "./report";
import { withPlatform } from "./running";

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const all: Findings[] = [];
  const unproven: string[] = [];
  for (const env of options.envs) {
    say(`Running ${env} ...`);
    const { findings, missing } = await withPlatform(env, say, (system) => examine(system, options));
    all.push(findings);
    unproven.push(...missing);
  }
  const problems = [...problemsOf(all), ...unproven];
  for (const findings of all) {
    print(options.json ? JSON.stringify(reportJson(findings)) : `${reportText(findings)}\n`);
  }
  if (!options.json && all.length > 1) print(all.map(totalsText).join("\n"));
  for (const problem of problems) say(problem);
  return problems.length === 0 ? 0 : 1;
}

async function examine(system: RunningSystem, options: Options): Promise<{ findings: Findings; missing: string[] }> {
  if (!options.prove) {
    await recordEverything(system, say);
    return { findings: await findingsOf(system), missing: [] };
  }
  const uses = await recordJourneys(system, say);
  const findings = await findingsOf(system);
  say(`Removing each of the ${uses.size} permissions of ${system.env} in turn ...`);
  const proofs = await prove(system, uses, ({ right, journey, actor, ms }, proven, count) => {
    const came = actor === undefined ? `NOT MISSED on the journey "${journey.name}"` : `missed by ${actor}`;
    say(
      `  ${proven}/${count}  ${right.action} on ${right.resource}${right.via ? ` by ${right.via}` : ""}: ${came} (${ms} ms)`,
    );
  });
  const missing = proofs
    .filter(({ denied }) => denied === undefined)
    .map(
      ({ right, journey }) =>
        `${system.env}: without ${right.action} on ${right.resource} for ${right.holder}, nothing was refused on the journey "${journey.name}".`,
    );
  return { findings, missing };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(codeOf(error)?.startsWith("ERR_PARSE_ARGS_") ? 2 : 1);
  },
);
