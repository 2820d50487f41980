import { spawnSync } from "node:child_process";
import { PipelineError } from "./pipeline-error";

/** Plans are a few hundred kilobytes. */
const MOST_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Terraform never asks here: nobody is there to answer. */
const VARIABLES = { TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" };

/** Runs Terraform and returns its standard output. If it fails, throws a PipelineError with all its output. */
export function terraform(folder: string, ...args: string[]): string {
  const { error, status, stdout, stderr } = spawnSync("terraform", args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: MOST_OUTPUT_BYTES,
    env: { ...process.env, ...VARIABLES },
  });
  if (error !== undefined) throw new PipelineError(`terraform did not start: ${error.message}.`, { cause: error });
  if (status === 0) return stdout;
  throw new PipelineError(`terraform ${args.join(" ")} failed in ${folder}:\n${`${stdout}\n${stderr}`.trim()}`);
}
