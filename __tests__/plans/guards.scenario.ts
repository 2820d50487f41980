import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { parseSettings } from "../../environments/load";
import type { Settings } from "../../environments/schema";
import { DataStack } from "../../stacks/data";
import { findProviderMirror } from "../../tools/terraform/provider-mirror";
import { settings } from "../environments/fixture";
import { ACCOUNT_ID, type AwsEndpoint, startAwsEndpoint } from "./aws-endpoint";
import { stateFile } from "./state-file";
import { Terraform } from "./terraform";

let scratch: string;
let endpoint: AwsEndpoint;
let terraform: Terraform;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "guards-"));
  endpoint = await startAwsEndpoint();
  terraform = new Terraform(scratch, findProviderMirror(), endpoint.url);
  write({ accountId: ACCOUNT_ID });
  await terraform.run(folder(), "init", "-input=false", "-no-color");
});
afterAll(async () => {
  await endpoint?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const folder = () => join(scratch, "orders-prod-data");
const state = () => join(scratch, "terraform.tfstate");

/** Prod's data stack with some settings changed, its state in the scratch folder; returns its configuration. */
function write(changes: Partial<Settings>) {
  const environment = parseSettings("prod", { ...settings, deletionProtection: true, ...changes });
  const stack = JSON.parse(Testing.synth(new DataStack(Testing.app(), environment)));
  stack.terraform.backend = { local: { path: state() } };
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), "cdk.tf.json"), JSON.stringify(stack));
  return stack;
}

/** What Terraform refuses the plan with, in one line without the frame that it draws. */
async function refusalOfPlan(...options: string[]): Promise<string> {
  try {
    await terraform.run(folder(), "plan", "-input=false", "-lock=false", "-no-color", ...options);
  } catch (error) {
    return String(error).replaceAll(/[\s│╷╵]+/g, " ");
  }
  throw new Error(`terraform plan ${options.join(" ")} was not refused.`);
}

describe("a plan of prod is refused", () => {
  it("with credentials of another account, which is named", async () => {
    write({ accountId: "210987654321" });
    expect(await refusalOfPlan()).toContain(`AWS account ID not allowed: ${ACCOUNT_ID}`);
  });

  it("without an account to deploy to, with the setting and the variable that fix it", async () => {
    write({});
    expect(await refusalOfPlan()).toContain(
      `The environment prod protects its data but names no account to deploy to. Set accountId in environments/prod.ts, or ORDERS_PROD_ACCOUNT_ID; these credentials belong to account ${ACCOUNT_ID}.`,
    );
  });

  it("in another workspace, with the way back", async () => {
    write({ accountId: ACCOUNT_ID });
    const selected = join(folder(), ".terraform/environment");
    writeFileSync(selected, "staging");
    expect(await refusalOfPlan()).toContain(
      "The state of this stack is in the workspace default, but Terraform uses another. Unset TF_WORKSPACE, or run terraform workspace select default in the stack's folder.",
    );
    rmSync(selected);
  });

  it("when it would destroy the table, the key or a bucket, and until then nothing is destroyed", async () => {
    const { resource } = write({ accountId: ACCOUNT_ID });
    const kept = ["aws_dynamodb_table", "aws_kms_key", "aws_s3_bucket"].flatMap((type) =>
      Object.keys(resource[type]).map((name) => ({ type, name })),
    );
    writeFileSync(state(), JSON.stringify(stateWith(kept)));
    const refusal = await refusalOfPlan("-destroy", "-refresh=false");
    for (const { type, name } of kept) {
      expect(refusal).toContain(`Resource ${type}.${name} has lifecycle.prevent_destroy set`);
    }
  });
});

/** A state in which these resources exist, with nothing known of them but an id. */
function stateWith(resources: readonly { readonly type: string; readonly name: string }[]): object {
  return stateFile(
    resources.map(({ type, name }) => ({
      type,
      name,
      attributes: { id: name },
      schemaVersion: type === "aws_dynamodb_table" ? 1 : 0,
    })),
  );
}
