import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../support/command-line";
import { StartError } from "../support/start-error";
import { provideTerraform } from "../terraform/provide";
import { findPython } from "./moto/find-python";
import { HELP, type Options, parseOptions } from "./options";
import { type Rehearsal, rehearse } from "./rehearse";
import { isAllWell, summaryText } from "./summary";

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupted.abort());
  const folder = mkdtempSync(join(tmpdir(), "orders-rehearsal-"));
  let code = 1;
  try {
    code = await run(options, folder, interrupted.signal);
    return code;
  } finally {
    // After a failure, the logs say more than the summary.
    if (options.keep || (code !== 0 && !interrupted.signal.aborted)) {
      process.stderr.write(`The copies and the logs are in ${folder}.\n`);
    } else rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  { environments, seed, json, breakOffOnly }: Options,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const setUp = { env: process.env, say: (line: string) => process.stderr.write(`${line}\n`) };
  const python = await findPython(setUp);
  const mirror = await provideTerraform(setUp);
  const begun = Date.now();
  const say = (environment: string) => (line: string) => {
    const seconds = Math.round((Date.now() - begun) / 1000);
    process.stderr.write(`${String(seconds).padStart(4)} s  ${environment}: ${line}\n`);
  };
  process.stderr.write(`Rehearsing ${environments.join(" and ")} with --seed ${seed} ...\n`);
  const failed = new AbortController();
  const underWay = environments.map((environment, index) =>
    rehearse({
      environment,
      folder,
      seed,
      mirror,
      python,
      say: say(environment),
      // Each happens in one environment only, so two environments take no longer than one.
      breakOffOnly,
      breaksOff: index === 0,
      releases: index === environments.length - 1,
      signal: AbortSignal.any([signal, failed.signal]),
    }),
  );
  const rehearsals: Rehearsal[] = await Promise.all(underWay).catch(async (error: unknown) => {
    // When one environment fails, the other must not leave processes behind.
    failed.abort();
    await Promise.allSettled(underWay);
    throw error;
  });
  const summary = { seed, seconds: (Date.now() - begun) / 1000, rehearsals };
  const allWell = isAllWell(summary);
  process.stdout.write(
    json ? `${JSON.stringify({ ok: allWell, ...summary })}\n` : `${summaryText(summary, process.stdout.isTTY)}\n`,
  );
  return allWell ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isPlain = error instanceof StartError || error instanceof UsageError;
    const aborted = error instanceof Error && error.name === "AbortError";
    const message = aborted ? "Interrupted: moto and what it started have ended." : String(error);
    process.stderr.write(`${isPlain ? error.message : message}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
