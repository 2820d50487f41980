import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes the file if its bytes change, and returns whether they did. The file appears whole or not at all, so a reader or a
 * concurrent build never sees half of it.
 */
export async function writeIfChanged(file: string, bytes: Buffer): Promise<boolean> {
  const present = await readFile(file).catch(ignoreMissing);
  if (present?.equals(bytes)) return false;
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, bytes);
  await rename(draft, file);
  return true;
}

/** Removes every archive in the folder except these. */
export async function keepOnly(folder: string, archives: readonly { file: string }[]): Promise<void> {
  const wanted = new Set(archives.map(({ file }) => basename(file)));
  const stale = (await readdir(folder)).filter((name) => name.endsWith(".zip") && !wanted.has(name));
  await Promise.all(stale.map((name) => rm(join(folder, name), { force: true })));
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
