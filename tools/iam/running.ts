import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stock } from "../local/stock";
import { synthesize } from "../local/synthesize";
import { type RunningSystem, startSystem } from "../local/system";
import { SOLD_OUT } from "./journeys/journey";
import { decide } from "./stage";

/** Runs the whole platform of an environment, with compressed time, for as long as `work` takes. */
export async function withPlatform<Result>(
  env: string,
  progress: (line: string) => void,
  work: (system: RunningSystem) => Promise<Result>,
): Promise<Result> {
  const { outdir } = await synthesize(env, progress, new AbortController().signal);
  const folder = mkdtempSync(join(tmpdir(), "orders-iam-"));
  const system = await startSystem({
    env,
    outdir,
    stock: new Stock(new Map([[SOLD_OUT, 0]])),
    port: 0,
    awsPort: 0,
    fast: true,
    without: [],
    decide,
    functionLog: join(folder, "functions.log"),
    // Journeys break things on purpose.
    report: () => {},
  });
  try {
    return await work(system);
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true });
  }
}
