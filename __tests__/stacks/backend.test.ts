import { TerraformOutput, Testing } from "cdktf";
import { parseSettings } from "../../environments/load";
import type { Settings } from "../../environments/schema";
import { PlatformStack } from "../../stacks/platform-stack";
import { settings } from "../environments/fixture";

const accountId = "123456789012";

/** A stack that holds nothing but what the project gives every stack. */
class EmptyStack extends PlatformStack {}

/** The configuration of three stacks of dev. Each needs a value from the ones before it. */
function stacksIn(backend: NonNullable<Settings["backend"]>, changes: Partial<Settings> = {}) {
  const app = Testing.app();
  const environment = parseSettings("dev", { ...settings, accountId, backend, ...changes });
  const data = new EmptyStack(app, "data", environment);
  const fulfilment = new EmptyStack(app, "fulfilment", environment);
  const intake = new EmptyStack(app, "intake", environment);
  new TerraformOutput(fulfilment, "data", { value: data.accountId });
  new TerraformOutput(intake, "data", { value: data.accountId });
  new TerraformOutput(intake, "fulfilment", { value: fulfilment.accountId });
  const stacks = [data, fulfilment, intake];
  for (const stack of stacks) stack.prepareStack();
  return stacks.map(read);
}

function read(stack: PlatformStack) {
  const { terraform, data } = Object(stack.toTerraform());
  const { required_providers: _, ...block } = terraform;
  const [precondition] = data.aws_caller_identity.caller.lifecycle.precondition;
  return {
    id: stack.node.id,
    block,
    neighbours: data.terraform_remote_state ?? {},
    workspace: precondition.condition,
  };
}

const dataInput = "cross-stack-reference-input-orders-dev-data";
const fulfilmentInput = "cross-stack-reference-input-orders-dev-fulfilment";

describe("a local backend", () => {
  it("keeps each stack's state in a file of its own beside the project, and reads its neighbours' there", () => {
    const stacks = stacksIn({ type: "local" });
    for (const { id, block } of stacks) {
      expect(block).toEqual({ backend: { local: { path: expect.stringMatching(`/terraform\\.${id}\\.tfstate$`) } } });
    }
    const [data, fulfilment, intake] = stacks;
    expect(data?.neighbours).toEqual({});
    expect(fulfilment?.neighbours).toEqual({
      [dataInput]: { backend: "local", config: data?.block.backend.local, workspace: "${terraform.workspace}" },
    });
    expect(Object.keys(intake?.neighbours)).toEqual([dataInput, fulfilmentInput]);
  });
});

describe("an S3 backend", () => {
  const place = { allowed_account_ids: [accountId], encrypt: true, region: "eu-west-1" };

  it("keeps each state in the bootstrap stack's bucket, encrypted, with a lock file, for this account alone", () => {
    const bucket = `orders-dev-bootstrap-state-${accountId}`;
    const stacks = stacksIn({ type: "s3" });
    for (const { id, block } of stacks) {
      const key = `${id}/terraform.tfstate`;
      expect(block).toEqual({ backend: { s3: { ...place, bucket, key, use_lockfile: true } } });
    }
    const [, , intake] = stacks;
    const stateOf = (id: string) => ({
      backend: "s3",
      config: { ...place, bucket, key: `${id}/terraform.tfstate` },
      workspace: "${terraform.workspace}",
    });
    expect(intake?.neighbours).toEqual({
      [dataInput]: stateOf("orders-dev-data"),
      [fulfilmentInput]: stateOf("orders-dev-fulfilment"),
    });
  });

  it("may be a bucket of one's own, in another region, under one's own key", () => {
    const kmsKeyArn = `arn:aws:kms:eu-west-2:${accountId}:key/1234`;
    const [data, fulfilment] = stacksIn({ type: "s3", bucket: "states", region: "eu-west-2", kmsKeyArn });
    const expected = { bucket: "states", region: "eu-west-2", kms_key_id: kmsKeyArn };
    expect(data?.block.backend.s3).toMatchObject(expected);
    expect(fulfilment?.neighbours[dataInput].config).toMatchObject(expected);
  });
});

describe("HCP Terraform", () => {
  it("has a workspace for each stack, of the stack's name", () => {
    const stacks = stacksIn({ type: "hcp", organization: "acme", project: "Order platform", hostname: "tfe.acme.com" });
    for (const { id, block, workspace } of stacks) {
      expect(block).toEqual({
        cloud: {
          organization: "acme",
          hostname: "tfe.acme.com",
          workspaces: { name: id, project: "Order platform" },
        },
      });
      expect(workspace).toBe(`\${terraform.workspace == "${id}"}`);
    }
    const [, fulfilment] = stacks;
    expect(fulfilment?.neighbours).toEqual({
      [dataInput]: {
        backend: "remote",
        config: { organization: "acme", hostname: "tfe.acme.com", workspaces: { name: "orders-dev-data" } },
      },
    });
  });

  it("is HashiCorp's own when no host is named", () => {
    const [data] = stacksIn({ type: "hcp", organization: "acme" });
    expect(data?.block).toEqual({ cloud: { organization: "acme", workspaces: { name: "orders-dev-data" } } });
  });
});

it("another name prefix leads to other states, stacks and neighbours", () => {
  const [data, fulfilment] = stacksIn({ type: "s3" }, { namePrefix: "alice" });
  expect(data?.block.backend.s3).toMatchObject({
    bucket: `alice-dev-bootstrap-state-${accountId}`,
    key: "alice-dev-data/terraform.tfstate",
  });
  expect(Object.keys(fulfilment?.neighbours)).toEqual(["cross-stack-reference-input-alice-dev-data"]);
});
