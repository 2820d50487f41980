import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { codeOf, messageOf } from "./errors";
import { StartError } from "./start-error";

/**
 * The environment of a set-up: variables, of this process or of a test, and a receiver of its progress, line by line.
 */
export interface SetUp {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/**
 * The path of a folder of this project in the user's cache; the folder need not exist. Sources:
 * https://specifications.freedesktop.org/basedir-spec/latest/ (a relative XDG_CACHE_HOME is ignored) and, for macOS,
 * https://developer.apple.com/library/archive/documentation/FileManagement/Conceptual/FileSystemProgrammingGuide/MacOSXDirectories/MacOSXDirectories.html
 */
export function cachedFolder(env: NodeJS.ProcessEnv, name: string, platform: string = process.platform): string {
  const { XDG_CACHE_HOME: chosen = "", HOME = homedir() } = env;
  const cache = isAbsolute(chosen) ? chosen : join(HOME, platform === "darwin" ? "Library/Caches" : ".cache");
  return join(cache, "order-platform", name);
}

/**
 * A folder of the cache; if it is missing, `make` fills it. It is made under another name and renamed once complete, so
 * processes that make it at the same time do not interfere, and one that fails leaves nothing. Throws a
 * {@link StartError} if the cache is not writable.
 */
export async function inCache(
  env: NodeJS.ProcessEnv,
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = cachedFolder(env, name);
  if (existsSync(folder)) return folder;
  const unfinished = createBeside(folder);
  try {
    await make(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function createBeside(folder: string): string {
  const cache = dirname(folder);
  try {
    mkdirSync(cache, { recursive: true });
    return mkdtempSync(`${folder}.`);
  } catch (cause) {
    throw new StartError(
      `The cache ${cache} cannot be written: ${messageOf(cause)}. Make it writable, or set XDG_CACHE_HOME to a folder that is.`,
      { cause },
    );
  }
}
