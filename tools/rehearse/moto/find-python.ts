import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cachedFolder, inCache, type SetUp } from "../../support/cache";
import { messageOf } from "../../support/errors";
import { runShown } from "../../support/run-shown";
import { StartError } from "../../support/start-error";

const MOTO_VERSION = "5.2.1";
const MOTO = `moto[all,server]==${MOTO_VERSION}`;

/**
 * Finds a Python that has moto's server: one on PATH, the interpreter of a moto_server on PATH, or a virtual environment in
 * the cache, which is created once. Throws a {@link StartError} that says what to do if it cannot be created.
 */
export async function findPython(setUp: SetUp): Promise<string> {
  const { env, say } = setUp;
  const name = `moto-${MOTO_VERSION}`;
  const python = (environment: string) => join(environment, "bin", "python");
  const own = cachedFolder(env, name);
  const found = ["python3", "python", ...interpreters(env.PATH ?? ""), python(own)].find((it) => hasMoto(it, env));
  if (found !== undefined) return found;
  // The Python of an existing environment may have been removed.
  rmSync(own, { recursive: true, force: true });
  try {
    const environment = await inCache(env, name, async (folder) => {
      say(`No Python on PATH has moto. Installing ${MOTO} into ${own} (a few minutes, once) ...`);
      await runShown("python3", ["-m", "venv", folder], setUp);
      await runShown(python(folder), ["-m", "pip", "install", "--disable-pip-version-check", MOTO], setUp);
    });
    return python(environment);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(
      [
        "The rehearsal needs moto 5.1 or later with its server. No Python on PATH has it, and it cannot be installed:",
        `${messageOf(cause)}.`,
        "Put Python 3.10 or later with venv on PATH, let pip reach a package index (HTTPS_PROXY, PIP_INDEX_URL), and run",
        `this again. Or install it by hand: pip install '${MOTO}'`,
      ].join("\n"),
      { cause },
    );
  }
}

/** The interpreter in the first line of each moto_server on PATH: some installers give it its own Python. */
function interpreters(path: string): string[] {
  return path
    .split(delimiter)
    .map((folder) => join(folder, "moto_server"))
    .filter((file) => existsSync(file))
    .flatMap((file) => {
      const [, python] = /^#!\s*(\S*python\S*)\s*\n/.exec(readFileSync(file, "utf8")) ?? [];
      return python === undefined ? [] : [python];
    });
}

function hasMoto(python: string, env: NodeJS.ProcessEnv): boolean {
  const { status } = spawnSync(python, ["-c", "import moto.server, moto.stepfunctions.parser.models"], {
    stdio: "ignore",
    env,
  });
  return status === 0;
}
