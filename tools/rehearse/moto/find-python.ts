import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { StartError } from "../../local/report/start-error";

/** The Python that has moto's server: one on the path, or the one that a moto_server on the path names. */
export function findPython(path = process.env.PATH ?? ""): string {
  const candidates = ["python3", "python", ...interpreters(path)];
  const found = candidates.find((python) => hasMoto(python, path));
  if (found !== undefined) return found;
  throw new StartError(
    "The rehearsal needs moto 5.1 or later with its server, and no Python on PATH has it. Install it: pip install 'moto[all,server]'",
  );
}

/** What stands behind `#!` in each moto_server on the path: an installer gives it a Python of its own. */
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

function hasMoto(python: string, path: string): boolean {
  const { status } = spawnSync(python, ["-c", "import moto.server, moto.stepfunctions.parser.models"], {
    stdio: "ignore",
    env: { ...process.env, PATH: path },
  });
  return status === 0;
}
