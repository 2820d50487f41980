import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { loadEnvironments } from "../../environments/load";
import { SELECTORS, type Variables } from "../../environments/variables";
import { withLock } from "../support/lock";

const root = resolve(__dirname, "../..");

/** The repository of an environment that has no pipeline yet, so that its roles are judged all the same. */
const REPOSITORY = "owner/name";

/**
 * Builds the functions and synthesizes the stacks of the named environments, or of all, into two folders within
 * `folder`, one for the bootstrap stacks and one for the rest, and returns both. The steps write their errors to standard
 * error; throws when one fails.
 */
export async function synthesizeInto(folder: string, environments: readonly string[]): Promise<string[]> {
  const list = environments.length === 0 ? process.env[SELECTORS.environments] : environments.join(",");
  const chosen = list === undefined ? {} : { [SELECTORS.environments]: list };
  const outdirs = { workload: join(folder, "workload"), bootstrap: join(folder, "bootstrap") };
  const bootstrap = { ...chosen, ...bootstrapVariables(list, process.env) };
  // All runs on this machine share the archives of dist/.
  const lock = join(root, ".local/synthesize.lock");
  await withLock(
    lock,
    async () => {
      await run("tools/build/main.ts", {});
      await run("main.ts", { ...chosen, [SELECTORS.bootstrap]: "false", CDKTF_OUTDIR: outdirs.workload });
      await run("main.ts", { ...bootstrap, CDKTF_OUTDIR: outdirs.bootstrap });
    },
    new AbortController().signal,
  );
  return Object.values(outdirs);
}

/** The variables, in addition to `variables`, with which main.ts synthesizes the bootstrap stacks of some environments. */
export function bootstrapVariables(list: string | undefined, variables: Variables): Record<string, string> {
  const without = loadEnvironments(list, variables).filter(({ pipeline }) => pipeline === undefined);
  const standIns = without.map(({ name }) => [`ORDERS_${name.toUpperCase()}_PIPELINE_REPOSITORY`, REPOSITORY]);
  return { ...Object.fromEntries(standIns), [SELECTORS.bootstrap]: "true" };
}

function run(script: string, env: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ["--require", "tsx/cjs", join(root, script)], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("error", fail);
    child.on("close", (code) => (code === 0 ? done() : fail(new Error(`${script} failed with ${code}: see above.`))));
  });
}
