import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const ADD_ON_FOLDERS: readonly string[] = ["/opt", "/usr/share", "/usr/local/share", "/usr/local/lib"];
const PROVIDER = join("registry.terraform.io", "hashicorp", "aws");

/**
 * The folder of a mirror that has the AWS provider: one that the CLI configuration names, one where Terraform looks by
 * itself, or one among the machine's add-ons. Throws with every place searched and how to make one.
 */
export function findProviderMirror(env: NodeJS.ProcessEnv = process.env, addOnFolders = ADD_ON_FOLDERS): string {
  const places = [...new Set([...configured(env), ...implied(env), ...addOns(addOnFolders)])];
  const mirror = places.find((place) => existsSync(join(place, PROVIDER)));
  if (mirror !== undefined) return mirror;
  throw new Error(
    [
      "A mirror of the AWS provider (5.100.0 or later, before 7) is needed, because nothing here asks the registry.",
      `Searched for ${PROVIDER} in:`,
      ...places.map((place) => `  ${place}`),
      "Make one where the registry can be reached: in a folder with a stack's cdk.tf.json, run",
      "  terraform providers mirror /usr/local/share/terraform/plugins",
    ].join("\n"),
  );
}

/** Mirrors that the CLI configuration names. The variable may name a file that is not there, which is no fault. */
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

/** A mirror may stand in any folder for add-ons or shared files, or one step below it. */
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
