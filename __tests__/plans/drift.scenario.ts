import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { z } from "zod";
import { type Grant, policyDocument } from "../../stacks/constructs/grants";
import { ServiceRole } from "../../stacks/constructs/service-role";
import { findProviderMirror } from "../../tools/terraform/provider-mirror";
import { TestStack } from "../stacks/constructs/test-stack";
import { ACCOUNT_ID, type AwsEndpoint, startAwsEndpoint } from "./aws-endpoint";
import { standInForNeighbours } from "./neighbours";
import { stateFile } from "./state-file";
import { Terraform } from "./terraform";

const grant: Grant = {
  sid: "Find",
  actions: ["dynamodb:GetItem"],
  resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/orders"],
};
const derived = policyDocument("greet", [grant]);
/** What the state holds of each role's policy, the second one widened by hand. */
const held: Readonly<Record<string, string>> = {
  greet: derived,
  widened: derived.replace("dynamodb:GetItem", "dynamodb:*"),
};

const shown = z.object({
  resource_changes: z.array(
    z.object({ type: z.string(), name: z.string(), change: z.object({ actions: z.array(z.string()) }) }),
  ),
});
const synthesized = z.object({
  provider: z.object({
    aws: z.tuple([z.object({ default_tags: z.tuple([z.object({ tags: z.record(z.string(), z.string()) })]) })]),
  }),
  resource: z.object({ aws_iam_policy: z.record(z.string(), z.object({ name: z.string() })) }),
});

let scratch: string;
let endpoint: AwsEndpoint;
let actions: Record<string, string[]>;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "drift-"));
  endpoint = await startAwsEndpoint();
  const stack = new TestStack();
  for (const part of Object.keys(held)) {
    new ServiceRole(stack, part, { part, service: "lambda.amazonaws.com", grants: [grant] });
  }
  const stacks = join(Testing.fullSynth(stack), "stacks");
  const folder = join(scratch, stack.node.id);
  cpSync(join(stacks, stack.node.id), folder, { recursive: true });
  standInForNeighbours(stacks, folder, stack.environment.region);
  actions = await planPolicies(folder, stateOf(JSON.parse(Testing.synth(stack))));
});
afterAll(async () => {
  await endpoint?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** What the next plan does to each policy. */
async function planPolicies(folder: string, state: object): Promise<Record<string, string[]>> {
  const terraform = new Terraform(scratch, findProviderMirror(), endpoint.url);
  await terraform.run(folder, "init", "-input=false", "-no-color");
  // After init, which would offer to migrate a state that already exists.
  writeFileSync(join(folder, "terraform.tfstate"), JSON.stringify(state));
  await terraform.run(folder, "plan", "-refresh=false", "-lock=false", "-input=false", "-no-color", "-out=plan.bin");
  const plan = shown.parse(JSON.parse(await terraform.run(folder, "show", "-json", "plan.bin")));
  const changes = plan.resource_changes.filter(({ type }) => type === "aws_iam_policy");
  return Object.fromEntries(changes.map(({ name, change }) => [name.split("_")[0], change.actions]));
}

/** A state that holds the policies, and nothing else. */
function stateOf(stack: unknown): object {
  const { provider, resource } = synthesized.parse(stack);
  const resources = Object.entries(resource.aws_iam_policy).map(([address, { name }]) => {
    const arn = `arn:aws:iam::${ACCOUNT_ID}:policy/${name}`;
    const policy = held[address.split("_")[0] ?? ""];
    const attributes = { id: arn, arn, name, path: "/", policy, tags_all: provider.aws[0].default_tags[0].tags };
    return { type: "aws_iam_policy", name: address, attributes };
  });
  return stateFile(resources);
}

describe("a role's policy", () => {
  it("stays as it is while the state holds what the role is granted", () => {
    expect(actions.greet).toEqual(["no-op"]);
  });

  it("that was widened by hand in the state is put right by the next plan", () => {
    expect(held.widened).toContain('"dynamodb:*"');
    expect(actions.widened).toEqual(["update"]);
  });
});
