import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { standInForNeighbours } from "./neighbours";
import { Terraform } from "./terraform";

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "neighbours-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function write(stack: string, configuration: object): string {
  const folder = join(scratch, stack);
  mkdirSync(folder);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
  return folder;
}

const input = "cross-stack-reference-input-orders-dev-data";
const s3 = { bucket: "states", region: "eu-west-1" };
const organization = "acme";

it.each([
  [
    "s3",
    { backend: { s3: { ...s3, key: "own" } } },
    { backend: "s3", config: { ...s3, key: "data" }, workspace: "${terraform.workspace}" },
  ],
  [
    "hcp",
    { cloud: { organization, workspaces: { name: "orders-dev-fulfilment" } } },
    { backend: "remote", config: { organization, workspaces: { name: "orders-dev-data" } } },
  ],
])("a stack reads its neighbours' outputs from files where %s keeps the states", async (_name, terraform, state) => {
  write("orders-dev-data", {
    data: {},
    output: { table: { value: "${aws_dynamodb_table.orders.name}" } },
    resource: { aws_dynamodb_table: { orders: { name: "orders" } } },
  });
  const folder = write("orders-dev-fulfilment", {
    terraform,
    data: { terraform_remote_state: { [input]: state } },
    resource: {
      terraform_data: { seen: { input: `\${nonsensitive(data.terraform_remote_state.${input}.outputs.table)}` } },
    },
  });
  standInForNeighbours(scratch, folder, "eu-west-1");

  const program = new Terraform(scratch, scratch, "http://127.0.0.1:9");
  await program.run(folder, "init", "-input=false", "-no-color");
  expect(await program.run(folder, "plan", "-input=false", "-no-color")).toMatch(/\+ input += "orders"/);
});
