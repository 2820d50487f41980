import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { cachedFolder, inCache, type SetUp } from "../support/cache";
import { messageOf } from "../support/errors";
import { runShown } from "../support/run-shown";
import { StartError } from "../support/start-error";

const ADD_ON_FOLDERS: readonly string[] = ["/opt", "/usr/share", "/usr/local/share", "/usr/local/lib"];
const PROVIDER = join("registry.terraform.io", "hashicorp", "aws");
const LOCK_FILE = resolve(__dirname, "../../.terraform.lock.hcl");

/**
 * Finds the folder of a mirror that has the AWS provider: one that the CLI configuration names, one where Terraform looks by
 * default, one in a folder for add-ons, or the project's own. Throws a {@link StartError} that lists the places searched.
 */
export function findProviderMirror(env: NodeJS.ProcessEnv = process.env, addOnFolders = ADD_ON_FOLDERS): string {
  const mirror = lookThrough(placesOf(env, addOnFolders));
  if (mirror !== undefined) return mirror;
  throw new StartError(missing(placesOf(env, addOnFolders)));
}

/**
 * Does the same, and creates the project's own mirror in the cache if there is none: Terraform downloads the provider that
 * the lock file names and checks its signature. Needs Terraform on PATH.
 */
export async function provideProviderMirror(setUp: SetUp, addOnFolders = ADD_ON_FOLDERS): Promise<string> {
  const places = placesOf(setUp.env, addOnFolders);
  const mirror = lookThrough(places);
  if (mirror !== undefined) return mirror;
  const version = lockedVersion();
  try {
    return await inCache(setUp.env, ownMirror(version), async (folder) => {
      setUp.say(`There is no mirror of the AWS provider. Downloading ${version} (about 150 MB, once) ...`);
      const required = { aws: { source: "hashicorp/aws", version } };
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
      await runShown("terraform", ["providers", "mirror", "."], { ...setUp, cwd: folder });
    });
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`${missing(places)}\nMaking one failed: ${messageOf(cause)}.`, { cause });
  }
}

function missing(places: readonly string[]): string {
  return [
    "A mirror of the AWS provider (5.100.0 or later, before 7) is needed.",
    `Searched for ${PROVIDER} in:`,
    ...places.map((place) => `  ${place}`),
    "If registry.terraform.io can be reached, through HTTPS_PROXY if need be, npm test creates one. Otherwise, copy one of",
    "these folders from a machine that has it.",
  ].join("\n");
}

function lookThrough(places: readonly string[]): string | undefined {
  return places.find((place) => existsSync(join(place, PROVIDER)));
}

function placesOf(env: NodeJS.ProcessEnv, addOnFolders: readonly string[]): string[] {
  const own = cachedFolder(env, ownMirror(lockedVersion()));
  return [...new Set([...configured(env), ...implied(env), ...addOns(addOnFolders), own])];
}

/** Each version has its own mirror. */
function ownMirror(version: string): string {
  return `provider-aws-${version}`;
}

function lockedVersion(): string {
  const [, version] = /^ {2}version\s+= "(.+)"$/m.exec(readFileSync(LOCK_FILE, "utf8")) ?? [];
  if (version === undefined) throw new Error(`${LOCK_FILE} names no version.`);
  return version;
}

/** Mirrors that the CLI configuration names. TF_CLI_CONFIG_FILE may name a file that does not exist. */
function configured(env: NodeJS.ProcessEnv): string[] {
  const file = env.TF_CLI_CONFIG_FILE ?? join(homeOf(env), ".terraformrc");
  const mirrors = existsSync(file)
    ? [...readFileSync(file, "utf8").matchAll(/^[^#]*?(?:\bpath|\bplugin_cache_dir)\s*=\s*"([^"]+)"/gm)].map(
        ([, path = ""]) => path,
      )
    : [];
  return env.TF_PLUGIN_CACHE_DIR ? [...mirrors, env.TF_PLUGIN_CACHE_DIR] : mirrors;
}

/** Source: https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function implied(env: NodeJS.ProcessEnv): string[] {
  const data = [
    env.XDG_DATA_HOME ?? join(homeOf(env), ".local/share"),
    ...(env.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(delimiter),
  ];
  return [join(homeOf(env), ".terraform.d/plugins"), ...data.map((folder) => join(folder, "terraform/plugins"))];
}

/** A mirror may be any subfolder of a folder for add-ons or shared files, or its `plugins` or `providers`. */
function addOns(parents: readonly string[]): string[] {
  return parents.flatMap((parent) =>
    foldersOf(parent).flatMap((folder) => [folder, join(folder, "plugins"), join(folder, "providers")]),
  );
}

function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}

function foldersOf(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(parent, name));
}
