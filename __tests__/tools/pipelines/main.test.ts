import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { loadEnvironment } from "../../../environments/load";
import { bootstrapStack } from "../../../stacks/bootstrap-names";
import { write, writeSynthesized } from "./synthesized";

const root = join(__dirname, "../../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pipelines-main-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  return runWith({}, ...args);
}

/** Runs the program with variables of the environment. */
function runWith(variables: Readonly<Record<string, string>>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), join(root, "tools/pipelines/main.ts"), ...args],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...variables, PATH: [join(folder, "bin"), process.env.PATH].join(delimiter) },
    },
  );
  return { status, stdout, stderr };
}

/** Two stacks with shared state, and a Terraform that answers for each with its `show`. */
function deployed(show: unknown, failing = "nothing"): void {
  const synthesized = writeSynthesized(folder);
  for (const stack of ["orders-dev-data", "orders-dev-fulfilment"]) {
    write(join(synthesized, "stacks", stack, "cdk.tf.json"), { terraform: { backend: { s3: {} } } });
  }
  mkdirSync(join(folder, "bin"));
  const program = join(folder, "bin/terraform");
  writeFileSync(join(folder, "show.json"), JSON.stringify(show));
  writeFileSync(
    program,
    `#!/bin/sh\n[ "$1" != ${failing} ] || { echo "it is down" >&2; exit 1; }\n[ "$1" != show ] || cat ${folder}/show.json\n`,
  );
  chmodSync(program, 0o755);
}

describe("plan ends with", () => {
  const changes = (action: string) => ({
    resource_changes: [{ address: "aws_kms_key.key", mode: "managed", change: { actions: [action] } }],
  });

  it("0 without changes, and keeps each plan as Terraform printed it", () => {
    deployed(changes("no-op"));
    const { status, stdout, stderr } = run("plan", "dev");
    expect([status, stdout]).toEqual([0, ""]);
    expect(stderr).toBe("Planning orders-dev-data ...\nPlanning orders-dev-fulfilment ...\n");
    expect(JSON.parse(readFileSync(join(folder, "plans/dev/orders-dev-data.json"), "utf8"))).toEqual(changes("no-op"));
  });

  it("2 with changes", () => {
    deployed(changes("update"));
    expect(run("plan", "dev").status).toBe(2);
  });

  it("1 when a stack could not be planned, with what Terraform said", () => {
    deployed(changes("update"), "plan");
    const { status, stderr } = run("plan", "dev");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^terraform plan .* failed in .*orders-dev-data:\nit is down$/m);
  });
});

describe("api-url", () => {
  const url = "https://abc.execute-api.eu-west-1.amazonaws.com/v1";

  it("is where the deployed stage is reached", () => {
    const resources = [
      { type: "aws_api_gateway_rest_api", values: { id: "abc" } },
      { type: "aws_api_gateway_stage", values: { invoke_url: url } },
    ];
    deployed({ values: { root_module: { resources } } });
    expect(run("api-url", "dev")).toEqual({ status: 0, stdout: `${url}\n`, stderr: "" });
  });

  it("is missed in a state without an API", () => {
    deployed({ format_version: "1.0" });
    const { status, stdout, stderr } = run("api-url", "dev");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe("The state of the environment dev has no API: was its intake stack deployed?\n");
  });
});

describe("prefix", () => {
  it("is what the stacks and roles of an environment are named after", () => {
    expect(run("prefix", "dev")).toEqual({ status: 0, stdout: "orders-dev\n", stderr: "" });
    expect(bootstrapStack(loadEnvironment("dev"))).toBe("orders-dev-bootstrap");
  });

  it("is, like the region, what a variable says, as when stacks are synthesized, and finds those stacks", () => {
    const alice = { ORDERS_DEV_NAME_PREFIX: "alice" };
    expect(runWith(alice, "prefix", "dev").stdout).toBe("alice-dev\n");
    expect(runWith({ ORDERS_DEV_REGION: "eu-central-1" }, "region", "dev").stdout).toBe("eu-central-1\n");
    deployed({ values: { root_module: { resources: [] } } });
    expect(runWith(alice, "plan", "dev").stderr).toContain("no stack of the environment dev, named alice-dev-*.");
  });
});

describe("compare", () => {
  /** Writes the plans of dev, as `plan` keeps them in that folder. */
  function plans(at: string, stacks: Readonly<Record<string, Readonly<Record<string, readonly string[]>> | "waits">>) {
    for (const [stack, changes] of Object.entries(stacks)) {
      const resource_changes = Object.entries(changes).map(([address, actions]) => ({
        address,
        mode: "managed",
        change: { actions },
      }));
      if (changes !== "waits") write(join(folder, at, `dev/${stack}.json`), { resource_changes });
    }
    write(join(folder, at, "dev/outcome.json"), {
      environment: "dev",
      stacks: Object.entries(stacks).map(([stack, changes]) =>
        changes === "waits"
          ? { stack, outcome: "waits", missing: [] }
          : { stack, outcome: "planned", hasChanges: Object.keys(changes).length > 0 },
      ),
    });
  }
  const both = { "aws_sqs_queue.orders": ["update"], "aws_kms_key.key": ["no-op"], "aws_sns_topic.alarm": ["create"] };

  it("passes what does as much as was shown, or less because a deployment came between", () => {
    plans("shown", { "orders-dev-data": both });
    plans("plans", { "orders-dev-data": both });
    expect(run("compare", "dev")).toEqual({ status: 0, stdout: "", stderr: "" });
    plans("plans", { "orders-dev-data": { "aws_sqs_queue.orders": ["update"] } });
    expect(run("compare", "dev").status).toBe(0);
  });

  it("refuses a resource that was not to change, and one that is to change in another way", () => {
    plans("shown", { "orders-dev-data": both, "orders-dev-intake": {} });
    plans("plans", {
      "orders-dev-data": { ...both, "aws_sqs_queue.orders": ["delete", "create"] },
      "orders-dev-intake": { "aws_sqs_queue.orders": ["update"] },
    });
    const { status, stderr } = run("compare", "dev");
    expect(status).toBe(1);
    expect(stderr).toContain(
      "for dev does not:\norders-dev-data: ± aws_sqs_queue.orders\norders-dev-intake: ~ aws_sqs_queue.orders\nIts AWS",
    );
  });

  // The tags that let the deploy role use a key take up to five minutes to take effect. Source:
  // https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
  it.each([[["create"]], [["delete", "create"]]])("refuses to make a key by %j, and says who deploys it", (actions) => {
    const made = { "aws_kms_key.key": actions };
    plans("shown", { "orders-dev-data": made });
    plans("plans", { "orders-dev-data": made });
    const { status, stderr } = run("compare", "dev");
    expect(status).toBe(1);
    expect(stderr).toContain("orders-dev-data would make a KMS key.");
    expect(stderr).toContain("Deploy this stack once as a person");
    for (const change of [["no-op"], ["update"]]) {
      const kept = { "aws_kms_key.key": change, "aws_kms_alias.alias": ["create"] };
      plans("shown", { "orders-dev-data": kept });
      plans("plans", { "orders-dev-data": kept });
      expect(run("compare", "dev").status).toBe(0);
    }
  });

  it("passes over a stack that could not be planned yet, and no other", () => {
    plans("shown", { "orders-dev-data": {}, "orders-dev-intake": "waits" });
    plans("plans", { "orders-dev-data": {}, "orders-dev-intake": both });
    expect(run("compare", "dev").status).toBe(0);
    plans("shown", { "orders-dev-data": {} });
    expect(run("compare", "dev").status).toBe(1);
    rmSync(join(folder, "shown"), { recursive: true });
    expect(run("compare", "dev").status).toBe(1);
  });
});

// Not 2: a mistake in a call must not pass for changes.
it.each([
  [["frobnicate"], 'There is no command "frobnicate".'],
  [["environments"], 'There is no command "environments".'],
  [["toString"], 'There is no command "toString".'],
  [["plan"], "This command takes the name of one environment."],
  [["region", "dev", "prod"], "This command takes the name of one environment."],
])("%j is answered with what there is", (args, message) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(64);
  expect(stderr).toContain(`${message}\n\nThe steps of the pipelines`);
});
