import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findProviderMirror } from "../../tools/terraform/provider-mirror";
import { Terraform } from "./terraform";

const lock = resolve(__dirname, "../../.terraform.lock.hcl");
const text = readFileSync(lock, "utf8");

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "lock-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the lock file of providers", () => {
  it("names one version and the range that the stacks write", () => {
    expect(text.match(/^ {2}version\s+= "(.*)"$/gm)).toHaveLength(1);
    expect(text).toContain('constraints = ">= 5.100.0, < 7.0.0"');
  });

  it("has a checksum of every package of the release: fourteen platforms, and the manifest", () => {
    expect(text.match(/"zh:[0-9a-f]{64}"/g)).toHaveLength(15);
  });

  it("has the checksum of the provider that is in the mirror, as Terraform computes it", async () => {
    cpSync(lock, join(scratch, ".terraform.lock.hcl"));
    const required = { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } };
    writeFileSync(join(scratch, "cdk.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
    const mirror = findProviderMirror();
    const terraform = new Terraform(scratch, mirror, "http://127.0.0.1:9");
    // Fails if the lock file does not list the package.
    await terraform.run(scratch, "providers", "lock", "-no-color", `-fs-mirror=${mirror}`);
    const locked = readFileSync(join(scratch, ".terraform.lock.hcl"), "utf8");
    expect(text.split("\n").filter((line) => !locked.includes(line))).toEqual([]);
  });
});
