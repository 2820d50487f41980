import { resolve } from "node:path";
import { ownVariables } from "../project";
import { runProgram } from "../run-program";
import type { Stage } from "../stage";
import { type OrderEnd, readEnds } from "./compare";
import { chooseSamples, type Samples } from "./samples";

/** Enough for the closing report and the errors at its end. */
const LAST_LINES = 60;

const ROOT = resolve(__dirname, "../../..");

interface LocalRunOptions {
  readonly environment: string;
  readonly orders: string;
  readonly stock: string;
  readonly log: string;
  readonly signal: AbortSignal;
}

/** The samples, and how they end in the local run. */
export interface LocalRun {
  readonly samples: Samples;
  readonly ends: Promise<OrderEnd[]>;
}

/** Begins the local run of an environment with the samples that can be rehearsed. */
export function beginLocalRun({ environment, project, log, signal }: Stage): LocalRun {
  const samples = chooseSamples(project.folder);
  const ends = runLocally({ environment, orders: samples.file, stock: samples.stock, log, signal });
  // Awaited after the orders were sent; until then, another failure may come first.
  ends.catch(() => {});
  return { samples, ends };
}

async function runLocally({ environment, orders, stock, log, signal }: LocalRunOptions): Promise<OrderEnd[]> {
  const { code, stdout, output } = await runProgram({
    command: [
      process.execPath,
      "tools/run.mjs",
      "tools/local/main.ts",
      ...["--once", "--fast", "--json", "--port", "0", "--aws-port", "0"],
      ...["--env", environment, "--orders", orders, "--stock", stock],
    ],
    folder: ROOT,
    variables: ownVariables(),
    log,
    signal,
  });
  if (code === 0) return readEnds(stdout);
  const said = output.trimEnd().split("\n").slice(-LAST_LINES);
  throw new Error(
    [`The local run of ${environment} ended with ${code ?? "a signal"}, and said last:`, ...said].join("\n"),
  );
}
