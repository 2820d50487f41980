import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Workflow, type WorkflowOptions } from "../../stacks/constructs/workflow";
import { findProviderMirror } from "../../tools/terraform/provider-mirror";
import { alarmTopicArn, key, TestStack, withDefinition } from "../stacks/constructs/test-stack";
import { ACCOUNT_ID, type AwsEndpoint, startAwsEndpoint } from "./aws-endpoint";
import { type Deployed, NEWEST, planOver } from "./deployed-workflows";
import { Terraform } from "./terraform";

const OTHER = JSON.stringify({ StartAt: "Other", States: { Other: { Type: "Succeed" } } });

let scratch: string;
let endpoint: AwsEndpoint;
let terraform: Terraform;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "releases-"));
  endpoint = await startAwsEndpoint({ "AWSStepFunctions.ListStateMachineVersions": listVersions });
  terraform = new Terraform(scratch, findProviderMirror(), endpoint.url);
});
afterAll(async () => {
  await endpoint.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Every machine has the newest version and the one before. */
function listVersions(body: string): object {
  const { stateMachineArn } = JSON.parse(body);
  const versions = [NEWEST, NEWEST - 1].map((version) => ({ stateMachineVersionArn: `${stateMachineArn}:${version}` }));
  return { stateMachineVersions: versions };
}

function workflow(stack: TestStack, id: string, changes: Partial<WorkflowOptions> = {}, Comment = ""): Workflow {
  const text = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed", Comment } } });
  const common = { type: "STANDARD", substitutions: {}, grants: [], key, alarmTopicArn } as const;
  return withDefinition(text, (definition) => new Workflow(stack, id, { ...common, definition, ...changes }));
}

describe("a workflow that is deployed with version 7 as its newest", () => {
  const changed: Readonly<Record<string, Deployed>> = {
    definition: { definition: OTHER },
    role: { role_arn: `arn:aws:iam::${ACCOUNT_ID}:role/former` },
    logging: { logging_configuration: [{ level: "ERROR", include_execution_data: true }] },
    tracing: { tracing_configuration: [{ enabled: false }] },
    unpublished: { publish: false, state_machine_version_arn: null },
  };
  let changeOf: Awaited<ReturnType<typeof planOver>>;
  beforeAll(async () => {
    const stack = new TestStack({
      releases: { "order-intake": { version: 7, newestPercent: 10 }, "order-fulfilment": { version: 6 } },
    });
    for (const id of ["same", "type", "order-intake", "order-fulfilment", ...Object.keys(changed)]) workflow(stack, id);
    const child = workflow(stack, "child", { isChild: true });
    workflow(stack, "parent", { substitutions: { Child: child.startArn } }, "${Child}");
    const other = { definition: OTHER };
    const deployed = { ...changed, type: { type: "EXPRESS" }, child: other, "order-intake": other };
    changeOf = await planOver(terraform, join(scratch, "deploy"), stack, deployed);
  });

  it("is left alone with its alias when nothing of it changed", () => {
    expect(changeOf("aws_sfn_state_machine", "same").actions).toEqual(["no-op"]);
    expect(changeOf("aws_sfn_alias", "same").actions).toEqual(["no-op"]);
  });

  it.each(Object.keys(changed))("publishes a version and leads its alias there in one deployment: %s", (id) => {
    const machine = changeOf("aws_sfn_state_machine", id);
    expect([machine.actions, machine.after_unknown.state_machine_version_arn]).toEqual([["update"], true]);
    const alias = changeOf("aws_sfn_alias", id);
    expect(alias.actions).toEqual(["update"]);
    expect(alias.after?.routing_configuration).toEqual([{ weight: 100 }]);
    expect(alias.after_unknown.routing_configuration).toEqual([{ state_machine_version_arn: true }]);
  });

  it("keeps the ARN of its alias through a release, so that no caller changes", () => {
    expect(changeOf("aws_sfn_alias", "definition").after_unknown).not.toHaveProperty("arn");
  });

  it("is released anew when a child of it is, for it names the child's version", () => {
    expect(changeOf("aws_sfn_state_machine", "parent")).toMatchObject({
      actions: ["update"],
      after_unknown: { definition: true, state_machine_version_arn: true },
    });
    expect(changeOf("aws_sfn_alias", "parent").actions).toEqual(["update"]);
  });

  it("takes its alias with it when it must be made anew", () => {
    expect(changeOf("aws_sfn_state_machine", "type").actions).toEqual(["delete", "create"]);
    expect(changeOf("aws_sfn_alias", "type").actions).toEqual(["delete", "create"]);
  });

  it("gives the version that is being published the share that the release says, and the named one the rest", () => {
    const { after, after_unknown } = changeOf("aws_sfn_alias", "order-intake");
    const kept = expect.stringMatching(/:stateMachine:orders-dev-data-order-intake:7$/);
    expect(after?.routing_configuration).toEqual([{ state_machine_version_arn: kept, weight: 90 }, { weight: 10 }]);
    expect(after_unknown.routing_configuration).toEqual([{}, { state_machine_version_arn: true }]);
  });

  it("goes back to the version that the release names, and the machine stays as it is", () => {
    const { actions, after } = changeOf("aws_sfn_alias", "order-fulfilment");
    const kept = expect.stringMatching(/:stateMachine:orders-dev-data-order-fulfilment:6$/);
    expect([actions, after?.routing_configuration]).toEqual([
      ["update"],
      [{ state_machine_version_arn: kept, weight: 100 }],
    ]);
    expect(changeOf("aws_sfn_state_machine", "order-fulfilment").actions).toEqual(["no-op"]);
  });
});

it("is not planned when it cannot be done: a version that is not there, or the newest beside itself", async () => {
  const stack = new TestStack({
    releases: { "carrier-event": { version: 8 }, "order-intake": { version: 7, newestPercent: 10 } },
  });
  workflow(stack, "carrier-event");
  workflow(stack, "order-intake");
  const refusal = await planOver(terraform, join(scratch, "refused"), stack, {}).catch(String);
  // Terraform breaks its messages into lines.
  const text = String(refusal).replace(/[\s│]+/g, " ");
  expect(text).toMatch(/precondition failed .*releases of carrier-event names version 8, which does not exist/);
  expect(text).toMatch(
    /precondition failed .*order-intake shifts 10 % from version 7 to the newest, which is version 7/,
  );
});
