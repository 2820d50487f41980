import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { parseSettings } from "../../environments/load";
import type { Settings } from "../../environments/schema";
import { PlatformStack } from "../../stacks/platform-stack";
import { findProviderMirror } from "../../tools/terraform/provider-mirror";
import { settings } from "../environments/fixture";
import { ACCOUNT_ID } from "./aws-endpoint";
import { type S3Endpoint, startS3Endpoint } from "./s3-endpoint";
import { Terraform } from "./terraform";

/** A stack that holds nothing but what the project gives every stack. */
class EmptyStack extends PlatformStack {}

let scratch: string;
let s3: S3Endpoint;
let terraform: Terraform;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "state-"));
  s3 = await startS3Endpoint();
  terraform = new Terraform(scratch, findProviderMirror(), s3.url);
});
afterAll(async () => {
  await s3?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Where Terraform would keep the state of a stack of dev. */
function stateOf(unit: "data" | "fulfilment", backend: Settings["backend"]) {
  const environment = parseSettings("dev", { ...settings, accountId: ACCOUNT_ID, backend });
  const { terraform } = JSON.parse(Testing.synth(new EmptyStack(Testing.app(), unit, environment)));
  const { required_providers: _, ...place } = terraform;
  return place;
}

/** A folder whose configuration keeps its state there, and holds what is given beside it: no provider is needed. */
function write(folder: string, place: object, content: object): string {
  const path = join(scratch, folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "cdk.tf.json"), JSON.stringify({ terraform: place, ...content }));
  return path;
}

const output = { output: { table: { value: "orders" } } };
const bucket = `orders-dev-bootstrap-state-${ACCOUNT_ID}`;
const state = `${bucket}/orders-dev-data/terraform.tfstate`;

describe("a state in S3", () => {
  const path = () => join(scratch, "data");

  it("is moved there from a local file by terraform init -migrate-state, with all that it holds", async () => {
    const file = join(scratch, "before.tfstate");
    const folder = write("data", { backend: { local: { path: file } } }, output);
    await terraform.run(folder, "init", "-input=false", "-no-color");
    await terraform.run(folder, "apply", "-auto-approve", "-no-color");
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      outputs: { table: { value: "orders" } },
    });

    write("data", stateOf("data", { type: "s3" }), output);
    await terraform.run(folder, "init", "-migrate-state", "-force-copy", "-no-color");
    const moved = JSON.parse(s3.objects.get(state)?.toString() ?? "{}");
    expect(moved).toMatchObject({ outputs: { table: { value: "orders" } } });
    expect(await terraform.run(folder, "plan", "-no-color")).toContain("No changes");
  });

  it("is read by the stacks that depend on it", async () => {
    const { use_lockfile: _, ...config } = stateOf("data", { type: "s3" }).backend.s3;
    const folder = write("fulfilment", stateOf("fulfilment", { type: "s3" }), {
      data: { terraform_remote_state: { data: { backend: "s3", config, workspace: "${terraform.workspace}" } } },
      output: { seen: { value: "${data.terraform_remote_state.data.outputs.table}" } },
    });
    await terraform.run(folder, "init", "-input=false", "-no-color");
    await terraform.run(folder, "apply", "-auto-approve", "-no-color");
    expect((await terraform.run(folder, "output", "-raw", "seen")).trim()).toBe("orders");
  });

  it("is pushed there from a file, in a folder that knows of no former place", async () => {
    const file = join(scratch, "before.tfstate");
    s3.objects.delete(state);
    const folder = write("elsewhere", stateOf("data", { type: "s3" }), output);
    await terraform.run(folder, "init", "-input=false", "-no-color");
    expect(s3.objects.has(state)).toBe(false);
    await terraform.run(folder, "state", "push", file);
    expect(JSON.parse(s3.objects.get(state)?.toString() ?? "{}")).toMatchObject({
      outputs: { table: { value: "orders" } },
    });
    expect(await terraform.run(folder, "plan", "-no-color")).toContain("No changes");
  });

  it("that somebody else has locked is left alone: the message says who, since when, and with which id", async () => {
    const lock = {
      ID: "11111111-2222-3333-4444-555555555555",
      Operation: "OperationTypeApply",
      Info: "",
      Who: "somebody@else",
      Version: "1.11.4",
      Created: "2026-01-31T12:00:00Z",
      Path: state,
    };
    s3.objects.set(`${state}.tflock`, Buffer.from(JSON.stringify(lock)));
    const before = s3.objects.get(state);
    const refusal = await terraform.run(path(), "apply", "-auto-approve", "-no-color").catch(String);
    expect(refusal).toContain("Error acquiring the state lock");
    expect(refusal).toContain(lock.ID);
    expect(refusal).toContain(lock.Who);
    expect(s3.objects.get(state)).toBe(before);
  });

  it("is opened again by terraform force-unlock with that id", async () => {
    await terraform.run(path(), "force-unlock", "-force", "11111111-2222-3333-4444-555555555555");
    expect(s3.objects.has(`${state}.tflock`)).toBe(false);
    expect(await terraform.run(path(), "plan", "-no-color")).toContain("No changes");
  });
});

describe("a state in HCP Terraform", () => {
  const hostname = "127.0.0.1:9";

  it("is asked for at its host: Terraform takes the block as it is", async () => {
    const folder = write(
      "hcp",
      stateOf("data", { type: "hcp", organization: "acme", project: "All orders", hostname }),
      {},
    );
    const refusal = await terraform.run(folder, "init", "-input=false", "-no-color").catch(String);
    expect(refusal).toContain(
      `Failed to request discovery document: Get "https://${hostname}/.well-known/terraform.json"`,
    );
  });
});
