import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type BuildFailure, build, type Message } from "esbuild";
import { archive } from "./archive";
import { keepOnly, writeIfChanged } from "./output";

export interface BuildOptions {
  /** The folder that has one folder per function. */
  readonly functionsDir: string;
  /** The folder for the archives. Other .zip files in it are removed. */
  readonly outDir: string;
}

export interface BuiltFunction {
  readonly name: string;
  readonly file: string;
  /** The archive's size in bytes. */
  readonly bytes: number;
  /** Whether the archive differs from the previous one. */
  readonly isChanged: boolean;
}

/** The sources cannot be built; the message is one line that a person can act on. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

/**
 * Builds each function into `<outDir>/<name>.zip`, which contains one minified CommonJS file `index.js` with everything that
 * the function needs. The same sources give the same bytes. Removes the archives of functions that no longer exist. If it
 * throws a BuildError, every archive is unchanged.
 */
export async function buildFunctions({ functionsDir, outDir }: BuildOptions): Promise<BuiltFunction[]> {
  const names = await functionNames(functionsDir);
  const bundles = await bundle(functionsDir, names);
  const built = await Promise.all(
    bundles.map(async ({ name, content }) => {
      const file = join(outDir, `${name}.zip`);
      const bytes = await archive("index.js", content);
      return { name, file, bytes: bytes.length, isChanged: await writeIfChanged(file, bytes) };
    }),
  );
  await keepOnly(outDir, built);
  return built;
}

/** Every folder except `shared`, which has the code that functions share. */
export async function functionNames(functionsDir: string): Promise<string[]> {
  const entries = await readdir(functionsDir, { withFileTypes: true }).catch((cause) => {
    throw new BuildError(`Cannot read the functions' folder ${functionsDir}: ${cause.code}.`, { cause });
  });
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== "shared").map(({ name }) => name);
  if (names.length === 0) throw new BuildError(`${functionsDir} has no function: expected folders with a handler.ts.`);
  return names.sort();
}

/** One esbuild run for all functions: shared code is read and parsed once, and they are linked in parallel. */
async function bundle(functionsDir: string, names: string[]): Promise<{ name: string; content: Uint8Array }[]> {
  const root = resolve(functionsDir);
  const outdir = join(root, "bundles-in-memory");
  try {
    const { outputFiles } = await build({
      absWorkingDir: dirname(root),
      entryPoints: names.map((name) => ({ in: join(root, name, "handler.ts"), out: name })),
      outdir,
      write: false,
      bundle: true,
      minify: true,
      platform: "node",
      target: "node22",
      format: "cjs",
      // ES modules first: esbuild can drop unused code only there.
      mainFields: ["module", "main"],
      legalComments: "none",
      logLevel: "silent",
    });
    return names.map((name) => {
      const file = outputFiles.find(({ path }) => path === join(outdir, `${name}.js`));
      if (!file) throw new BuildError(`esbuild made no bundle of ${join(functionsDir, name)}.`);
      return { name, content: file.contents };
    });
  } catch (error) {
    if (isBuildFailure(error)) throw new BuildError(describe(error.errors), { cause: error });
    throw error;
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

/** The first error with its place, and the number of further errors. */
function describe(errors: readonly Message[]): string {
  const [first] = errors;
  if (!first) return "esbuild failed without naming an error.";
  const place = first.location ? `${first.location.file}:${first.location.line}: ` : "";
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return `${place}${first.text}${more}`;
}
