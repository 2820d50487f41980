import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProviderMirror } from "../../../tools/terraform/provider-mirror";
import { Terraform } from "../../plans/terraform";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mirror-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with what a mirror of the AWS provider has. */
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

  it("elsewhere when the CLI configuration is not there", () => {
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

describe("what the plans cannot do without is told when it is missing", () => {
  it("the provider: every place searched, and the command that makes a mirror", () => {
    mkdirSync(join(folder, "opt", "empty"), { recursive: true });
    expect(() => find()).toThrow(
      [
        "A mirror of the AWS provider (5.100.0 or later, before 7) is needed, because nothing here asks the registry.",
        "Searched for registry.terraform.io/hashicorp/aws in:",
        `  ${join(folder, "home/.terraform.d/plugins")}`,
        `  ${join(folder, "home/.local/share/terraform/plugins")}`,
        `  ${join(folder, "share/terraform/plugins")}`,
        `  ${join(folder, "opt/empty")}`,
        `  ${join(folder, "opt/empty/plugins")}`,
        `  ${join(folder, "opt/empty/providers")}`,
        "Make one where the registry can be reached: in a folder with a stack's cdk.tf.json, run",
        "  terraform providers mirror /usr/local/share/terraform/plugins",
      ].join("\n"),
    );
  });

  it("Terraform: what to install", async () => {
    const terraform = new Terraform(folder, folder, "http://127.0.0.1:1", join(folder, "no-programs"));
    await expect(terraform.run(folder, "version")).rejects.toThrow(/^The plan tests need the program terraform/);
  });

  it("a folder that Terraform refuses: what it printed", async () => {
    writeFileSync(join(folder, "main.tf.json"), "{");
    const terraform = new Terraform(folder, folder, "http://127.0.0.1:1");
    await expect(terraform.run(folder, "validate")).rejects.toThrow(/terraform validate failed in .*\n(.*\n)+.*JSON/);
  });
});
