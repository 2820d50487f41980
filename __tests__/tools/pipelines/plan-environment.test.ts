import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planEnvironment, requireSharedState } from "../../../tools/pipelines/plan-environment";
import { terraform } from "../../../tools/pipelines/terraform";
import { NEIGHBOUR, OUTPUT, write, writeSynthesized } from "./synthesized";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pipelines-plan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plan(synthesized: string, progress: (line: string) => void = () => {}) {
  return planEnvironment({ synthesized, environment: "dev", folder: join(folder, "plans/dev") }, progress);
}

function apply(synthesized: string, ...stacks: string[]): void {
  for (const stack of stacks) {
    terraform(join(synthesized, "stacks", stack), "init", "-no-color");
    terraform(join(synthesized, "stacks", stack), "apply", "-auto-approve", "-no-color");
  }
}

it("on the first deploy, a stack that reads another waits for it", () => {
  const lines: string[] = [];
  const { stacks } = plan(writeSynthesized(folder), (line) => lines.push(line));

  expect(lines).toEqual(["Planning orders-dev-data ...", "Planning orders-dev-fulfilment ..."]);
  expect(stacks).toEqual([
    { stack: "orders-dev-data", outcome: "planned", hasChanges: true },
    {
      stack: "orders-dev-fulfilment",
      outcome: "waits",
      missing: [{ stack: "orders-dev-data", outputs: [OUTPUT] }],
    },
  ]);
});

it("what is deployed has no changes; a change is planned in the stack that it is made in", () => {
  const synthesized = writeSynthesized(folder);
  apply(synthesized, "orders-dev-data", "orders-dev-fulfilment");
  expect(plan(synthesized).stacks).toEqual([
    { stack: "orders-dev-data", outcome: "planned", hasChanges: false },
    { stack: "orders-dev-fulfilment", outcome: "planned", hasChanges: false },
  ]);

  plan(writeSynthesized(folder, "orders-2"));
  const json: unknown = JSON.parse(readFileSync(join(folder, "plans/dev/orders-dev-data.json"), "utf8"));
  expect(json).toMatchObject({
    resource_changes: [{ address: "terraform_data.table", change: { actions: ["update"] } }],
  });
});

it("a new output that only this change writes makes its reader wait, although the rest was deployed", () => {
  const synthesized = writeSynthesized(folder);
  apply(synthesized, "orders-dev-data", "orders-dev-fulfilment");
  const added = `\${data.terraform_remote_state.${NEIGHBOUR}.outputs.cross-stack-output-new}`;
  write(join(synthesized, "stacks/orders-dev-fulfilment/cdk.tf.json"), {
    terraform: { backend: { local: { path: join(folder, "fulfilment.tfstate") } } },
    data: {
      terraform_remote_state: { [NEIGHBOUR]: { backend: "local", config: { path: join(folder, "data.tfstate") } } },
    },
    resource: { terraform_data: { queue: { input: added } } },
  });
  expect(plan(synthesized).stacks[1]).toMatchObject({
    outcome: "waits",
    missing: [{ stack: "orders-dev-data", outputs: ["cross-stack-output-new"] }],
  });
});

it("a stack that cannot be planned is reported with the output of Terraform, and the others are planned", () => {
  const synthesized = writeSynthesized(folder);
  write(join(synthesized, "stacks/orders-dev-fulfilment/cdk.tf.json"), {
    terraform: { backend: { local: { path: join(folder, "fulfilment.tfstate") } } },
    resource: { terraform_data: { queue: { input: "${terraform_data.gone.output}" } } },
  });
  expect(plan(synthesized).stacks).toEqual([
    { stack: "orders-dev-data", outcome: "planned", hasChanges: true },
    {
      stack: "orders-dev-fulfilment",
      outcome: "failed",
      message: expect.stringContaining("Reference to undeclared resource"),
    },
  ]);
});

it("state in a file of the machine is refused, with the stacks and the fix", () => {
  const synthesized = writeSynthesized(folder);
  expect(() => requireSharedState(synthesized, "dev")).toThrow(
    /^orders-dev-data, orders-dev-fulfilment would keep state in a file on this machine.*a shared backend/,
  );
  for (const [stack, terraform] of [
    ["orders-dev-data", { backend: { s3: {} } }],
    ["orders-dev-fulfilment", { cloud: {} }],
  ] as const) {
    write(join(synthesized, `stacks/${stack}/cdk.tf.json`), { terraform });
  }
  expect(() => requireSharedState(synthesized, "dev")).not.toThrow();
});

it("an environment that was not synthesized is named, with what was", () => {
  const synthesized = writeSynthesized(folder);
  expect(() => requireSharedState(synthesized, "prod")).toThrow(
    /has no stack of the environment prod, named orders-prod-\*\. Its stacks: orders-dev-fulfilment, orders-dev-data\.$/,
  );
  expect(() => requireSharedState(folder, "dev")).toThrow(
    /manifest\.json is missing\. Synthesize first: npm run synth$/,
  );
});
