import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { write, writeSynthesized } from "./synthesized";

const root = join(__dirname, "../../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pipelines-main-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), join(root, "tools/pipelines/main.ts"), ...args],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, PATH: [join(folder, "bin"), process.env.PATH].join(delimiter) },
    },
  );
  return { status, stdout, stderr };
}

/** Two stacks with shared state, and a Terraform that says of each what `show` tells. */
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

// Not 2: a mistake in a call must not pass for changes.
it.each([
  [["frobnicate"], 'There is no command "frobnicate".'],
  [["toString"], 'There is no command "toString".'],
  [["plan"], "This command takes the name of one environment."],
  [["region", "dev", "prod"], "This command takes the name of one environment."],
])("%j is answered with what there is", (args, message) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(64);
  expect(stderr).toContain(`${message}\n\nWhat the pipelines`);
});
