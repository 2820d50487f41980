import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { credentialsOf } from "../../../../tools/aws/credentials";
import { BoundedLog } from "../../../../tools/aws/services/bounded-log";
import { clientOptions, type Running, startLocalAws } from "./fixture";

let local: Running;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());

describe("EventBridge", () => {
  const entry = {
    EventBusName: "orders-test-data-events",
    Source: "orders",
    DetailType: "OrderClosed",
    Detail: '{"orderId":"1"}',
  };
  const put = (...Entries: object[]) =>
    local.services.events.call("PutEvents", { Entries: JSON.parse(JSON.stringify(Entries)) });

  test("an event is kept and handed to listeners, whether its bus comes as name or as ARN", async () => {
    const heard: string[] = [];
    local.services.events.onEvent(({ id }) => heard.push(id));
    const arn = "arn:aws:events:eu-central-1:123456789012:event-bus/orders-test-data-events";
    const answer = await put(entry, { ...entry, EventBusName: arn });
    const newest = local.services.events.log.newest();
    expect(newest).toMatchObject([
      { bus: "orders-test-data-events", source: "orders", detailType: "OrderClosed", detail: { orderId: "1" } },
      { bus: "orders-test-data-events" },
    ]);
    const ids = newest.map(({ id }) => id);
    expect(answer).toEqual({ Entries: ids.map((EventId) => ({ EventId })), FailedEntryCount: 0 });
    expect(heard).toEqual(ids);
  });

  test("a bad entry fails alone", async () => {
    const before = local.services.events.log.count;
    const answer = await put(entry, { ...entry, Detail: "no JSON" }, { ...entry, Detail: "[]" }, { Source: "orders" });
    expect(answer).toMatchObject({
      FailedEntryCount: 3,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: "MalformedDetail" },
        { ErrorCode: "MalformedDetail" },
        { ErrorCode: "InvalidArgument" },
      ],
    });
    expect(local.services.events.log.count).toBe(before + 1);
  });

  test.each([0, 11])("%i entries are refused", async (count) => {
    await expect(put(...Array.from({ length: count }, () => entry))).rejects.toMatchObject({
      code: "ValidationException",
    });
  });

  test("ten entries are taken", async () => {
    expect(await put(...Array.from({ length: 10 }, () => entry))).toMatchObject({ FailedEntryCount: 0 });
  });

  test("an unknown bus is refused", async () => {
    await expect(put({ ...entry, EventBusName: "nowhere" })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
    });
  });
});

test("a bounded log keeps the newest entries in order and counts all", () => {
  const log = new BoundedLog<number>(3);
  for (let entry = 1; entry <= 3; entry++) log.add(entry);
  expect(log.newest()).toEqual([1, 2, 3]);
  for (let entry = 4; entry <= 100; entry++) log.add(entry);
  expect(log.newest()).toEqual([98, 99, 100]);
  expect(log.count).toBe(100);
});

describe("Secrets Manager", () => {
  test("a secret of the deployment has one value, by its ARN and by its name", async () => {
    const client = new SecretsManagerClient(clientOptions(local.endpoint));
    const { arn } = local.deployment.one("aws_secretsmanager_secret", "-payment").attributes;
    const byArn = await client.send(new GetSecretValueCommand({ SecretId: String(arn) }));
    const byName = await client.send(new GetSecretValueCommand({ SecretId: "orders-test-data-payment" }));
    expect(byArn.SecretString).toBe(byName.SecretString);
    expect(JSON.parse(byArn.SecretString ?? "")).toEqual({ apiKey: expect.stringMatching(/^local-[0-9a-f]{24}$/) });
    const gone = await client.send(new GetSecretValueCommand({ SecretId: "gone" })).catch((reason) => reason);
    expect(gone).toBeInstanceOf(ResourceNotFoundException);
    client.destroy();
  });
});

describe("STS", () => {
  async function identity(accessKeyId: string) {
    const client = new STSClient(clientOptions(local.endpoint, accessKeyId));
    const answer = await client.send(new GetCallerIdentityCommand({}));
    client.destroy();
    return answer;
  }

  test("an unknown caller is the user of this machine", async () => {
    expect(await identity("whatever")).toMatchObject({
      Account: "123456789012",
      Arn: "arn:aws:iam::123456789012:user/local",
    });
  });

  test("a role's credentials are those of the role", async () => {
    const { accessKeyId } = credentialsOf("arn:aws:iam::123456789012:role/orders-test-api");
    expect(await identity(accessKeyId)).toMatchObject({
      Arn: "arn:aws:sts::123456789012:assumed-role/orders-test-api/local",
      UserId: expect.stringMatching(/^AROA[0-9A-F]{17}:local$/),
    });
  });
});
