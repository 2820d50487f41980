import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProviderMirror, provideProviderMirror } from "../../../tools/terraform/provider-mirror";
import { Terraform } from "../../plans/terraform";
import { BareMachine } from "../support/bare-machine";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mirror-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes a folder that looks like a mirror of the AWS provider. */
function mirrorIn(...path: string[]): string {
  const mirror = join(folder, ...path);
  mkdirSync(join(mirror, "registry.terraform.io/hashicorp/aws"), { recursive: true });
  return mirror;
}

const find = (env: NodeJS.ProcessEnv = {}) =>
  findProviderMirror({ HOME: join(folder, "home"), XDG_DATA_DIRS: join(folder, "share"), ...env }, [
    join(folder, "opt"),
  ]);

describe("a mirror of the provider is found", () => {
  it("where the CLI configuration names one, before any other", () => {
    mirrorIn("opt", "terraform");
    const named = mirrorIn("named");
    const config = join(folder, "terraform.rc");
    writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${named}"\n  }\n}\n`);
    expect(find({ TF_CLI_CONFIG_FILE: config })).toBe(named);
  });

  it("elsewhere when the CLI configuration is missing", () => {
    const mirror = mirrorIn("opt", "terraform");
    expect(find({ TF_CLI_CONFIG_FILE: join(folder, "none.rc") })).toBe(mirror);
  });

  it.each([
    ["home", ".terraform.d", "plugins"],
    ["share", "terraform", "plugins"],
    ["opt", "tf-plugins"],
    ["opt", "terraform", "plugins"],
  ])("in %s/%s", (...path) => {
    const mirror = mirrorIn(...path);
    expect(find()).toBe(mirror);
  });
});

describe("where no mirror is found", () => {
  let machine: BareMachine;
  beforeEach(() => {
    machine = new BareMachine();
  });
  afterEach(() => machine.remove());

  const provide = () => provideProviderMirror(machine.setUp, []);
  const look = () => findProviderMirror(machine.env, []);
  /** Acts like `terraform providers mirror`, which needs only the registry. */
  const TERRAFORM = `
    echo "$@" >> $HOME.calls
    cat main.tf.json >> $HOME.calls
    echo "- Mirroring hashicorp/aws..."
    mkdir -p "$3/registry.terraform.io/hashicorp/aws"`;

  it("Terraform creates one of the locked version in the cache, once, and shows its progress", async () => {
    machine.program("terraform", TERRAFORM);
    const mirror = await provide();
    expect(mirror).toBe(join(machine.cache, "provider-aws-5.100.0"));
    expect(machine.said).toEqual([
      "There is no mirror of the AWS provider. Downloading 5.100.0 (about 150 MB, once) ...",
      "  - Mirroring hashicorp/aws...",
    ]);
    await expect(provide()).resolves.toBe(mirror);
    expect(look()).toBe(mirror);
    expect(readFileSync(`${machine.env.HOME}.calls`, "utf8")).toBe(
      'providers mirror .\n{"terraform":{"required_providers":{"aws":{"source":"hashicorp/aws","version":"5.100.0"}}}}',
    );
  });

  it("an existing one is used, and Terraform is not run", async () => {
    machine.program("terraform", "exit 1");
    const mirror = join(machine.folder, "share/terraform/plugins");
    mkdirSync(join(mirror, "registry.terraform.io/hashicorp/aws"), { recursive: true });
    await expect(provide()).resolves.toBe(mirror);
    expect(machine.said).toEqual([]);
  });

  it("one message has every place searched, what failed and what to do", async () => {
    machine.program("terraform", 'echo "Error: Failed to query available provider packages" >&2; exit 1');
    const message = [
      "A mirror of the AWS provider (5.100.0 or later, before 7) is needed.",
      "Searched for registry.terraform.io/hashicorp/aws in:",
      `  ${join(machine.folder, "home/.terraform.d/plugins")}`,
      `  ${join(machine.folder, "home/.local/share/terraform/plugins")}`,
      `  ${join(machine.folder, "share/terraform/plugins")}`,
      `  ${join(machine.cache, "provider-aws-5.100.0")}`,
      "If registry.terraform.io can be reached, through HTTPS_PROXY if need be, npm test creates one. Otherwise, copy one of",
      "these folders from a machine that has it.",
    ].join("\n");
    await expect(provide()).rejects.toThrow(
      `${message}\nMaking one failed: terraform providers mirror . ended with 1, see above.`,
    );
    expect(machine.said).toContain("  Error: Failed to query available provider packages");
    expect(readdirSync(machine.cache)).toEqual([]);
    expect(look).toThrow(message);
  });
});

describe("the error of a plan says what is wrong", () => {
  it("without Terraform: where to look", async () => {
    const terraform = new Terraform(folder, folder, "http://127.0.0.1:1", join(folder, "no-programs"));
    await expect(terraform.run(folder, "version")).rejects.toThrow(
      "Terraform 1.10 or later is on no folder of PATH, and none could be downloaded: see where this run began.",
    );
  });

  it("with a folder that Terraform refuses: what Terraform printed", async () => {
    writeFileSync(join(folder, "main.tf.json"), "{");
    const terraform = new Terraform(folder, folder, "http://127.0.0.1:1");
    await expect(terraform.run(folder, "validate")).rejects.toThrow(/terraform validate failed in .*\n(.*\n)+.*JSON/);
  });
});
