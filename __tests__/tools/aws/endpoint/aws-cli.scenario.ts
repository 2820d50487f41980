import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Running, startLocalAws, table } from "../services/fixture";

const isInstalled = spawnSync("aws", ["--version"]).status === 0;

let local: Running;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());

/** What the AWS CLI prints, or its error message. */
function aws(...args: string[]): Promise<string> {
  const credentials = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
  return run({ ...credentials, AWS_DEFAULT_REGION: "eu-central-1" }, ["--endpoint-url", local.endpoint.url, ...args]);
}

function run(variables: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: "/nonexistent", AWS_MAX_ATTEMPTS: "1", AWS_PAGER: "", ...variables };
  return new Promise((resolve) => {
    execFile("aws", ["--output", "json", ...args], { env }, (_error, out, err) => resolve(`${out}${err}`));
  });
}

/** README.md's exports for the AWS CLI. Versions 1 and 2 read different variables for the region. */
function exported(): NodeJS.ProcessEnv {
  const readme = readFileSync(join(__dirname, "../../../../README.md"), "utf8");
  const [, variables = ""] = /^export (AWS_.*)$/m.exec(readme) ?? [];
  return Object.fromEntries(variables.split(" ").map((variable) => variable.split("=")));
}

const key = '{"pk":{"S":"ORDER#cli"},"sk":{"S":"ORDER"}}';

// The AWS CLI is not on every machine; the SDK tests check the same protocols everywhere.
(isInstalled ? describe : describe.skip)("the AWS CLI", () => {
  test("reads back the item that it wrote", async () => {
    expect(await aws("dynamodb", "put-item", "--table-name", table, "--item", key)).toBe("");
    const read = await aws("dynamodb", "get-item", "--table-name", table, "--key", key);
    expect(JSON.parse(read)).toEqual({ Item: JSON.parse(key) });
  });

  test.each([
    [["dynamodb", "get-item", "--table-name", "nowhere", "--key", key], "(ResourceNotFoundException)"],
    [["sqs", "get-queue-url", "--queue-name", "nowhere"], "(AWS.SimpleQueueService.NonExistentQueue)"],
    [["s3api", "head-bucket", "--bucket", "orders-nowhere"], "(404)"],
    [["sns", "get-topic-attributes", "--topic-arn", "arn:aws:sns:eu-central-1:123456789012:gone"], "(NotFound)"],
    [["stepfunctions", "list-state-machines"], "does not serve states:ListStateMachines"],
    [["iam", "list-roles"], "does not serve iam:ListRoles"],
  ])("%j shows %s", async (args, shown) => {
    expect(await aws(...args)).toContain(shown);
  });

  test("needs no more than what the README exports", async () => {
    const variables = { ...exported(), AWS_ENDPOINT_URL: local.endpoint.url };
    expect(await run(variables, ["sts", "get-caller-identity"])).toContain("arn:aws:iam::123456789012:user/local");
    expect(await run(variables, ["dynamodb", "get-item", "--table-name", table, "--key", key])).not.toMatch(/region/i);
  });

  test("knows its caller", async () => {
    expect(JSON.parse(await aws("sts", "get-caller-identity"))).toMatchObject({
      Arn: "arn:aws:iam::123456789012:user/local",
    });
  });

  test("sends and receives a message by the queue's URL", async () => {
    const { QueueUrl } = JSON.parse(await aws("sqs", "get-queue-url", "--queue-name", "orders-test-data-work"));
    await aws("sqs", "send-message", "--queue-url", QueueUrl, "--message-body", "by hand");
    const { Messages } = JSON.parse(await aws("sqs", "receive-message", "--queue-url", QueueUrl));
    expect(Messages).toMatchObject([{ Body: "by hand" }]);
  });
});
