import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { warehouseOf } from "../../../../tools/local/warehouse";
import { clientOptions, order, type Running, startLocalAws, table } from "./fixture";

let local: Running;
let client: DynamoDBClient;
beforeAll(async () => {
  local = await startLocalAws({ beforeTouch: warehouseOf((sku) => (sku === "rare" ? 2 : 1_000_000)) });
  client = new DynamoDBClient(clientOptions(local.endpoint));
});
afterAll(async () => {
  client.destroy();
  await local.close();
});

const call: Running["services"]["dynamoDb"]["call"] = (action, input) => local.services.dynamoDb.call(action, input);

test("the deployment's table is there, active, with its index and its TTL", async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  expect(Table).toMatchObject({
    TableStatus: "ACTIVE",
    TableArn: `arn:aws:dynamodb:eu-central-1:123456789012:table/${table}`,
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [{ IndexName: "pending-hand-over", Projection: { ProjectionType: "KEYS_ONLY" } }],
  });
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" });
});

test("an empty text is an attribute like any other, but no key", async () => {
  await client.send(
    new PutItemCommand({ TableName: table, Item: { pk: { S: "e" }, sk: { S: "e" }, line2: { S: "" } } }),
  );
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: "e" }, sk: { S: "e" } } }));
  expect(Item?.line2).toEqual({ S: "" });
  const put = client.send(new PutItemCommand({ TableName: table, Item: { pk: { S: "" }, sk: { S: "e" } } }));
  await expect(put).rejects.toMatchObject({ name: "ValidationException" });
});

describe("conditions that the workflows use", () => {
  const shipped = { pk: { S: "ORDER#c" }, sk: { S: "ORDER" }, status: { S: "SHIPPED" } };
  beforeAll(() => call("PutItem", { TableName: table, Item: shipped }));

  async function isMet(condition: string, key = { pk: shipped.pk, sk: shipped.sk }): Promise<boolean> {
    const values = {
      ":shipped": { S: "SHIPPED" },
      ":failed": { S: "FAILED" },
      ":cancelled": { S: "CANCELLED" },
    };
    const used = Object.entries(values).filter(([name]) => condition.includes(name));
    const update = client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: key,
        UpdateExpression: "SET seen = if_not_exists(seen, :zero) REMOVE pendingHandOver",
        ConditionExpression: condition,
        ...(condition.includes("#status") ? { ExpressionAttributeNames: { "#status": "status" } } : {}),
        ExpressionAttributeValues: { ":zero": { N: "0" }, ...Object.fromEntries(used) },
      }),
    );
    return update.then(
      () => true,
      (error) => {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      },
    );
  }

  test.each([
    ["#status IN (:failed, :shipped)", true],
    ["#status IN (:failed, :cancelled)", false],
    ["attribute_exists(pk) AND NOT #status IN (:failed, :cancelled)", true],
    ["attribute_exists(pk) AND NOT #status IN (:failed, :shipped)", false],
    ["#status = :failed OR (#status = :shipped AND attribute_not_exists(claimedBy))", true],
    ["attribute_not_exists(pk)", false],
  ])("%s: %s", async (condition, expected) => {
    expect(await isMet(condition)).toBe(expected);
  });

  test("of an item that is not there, only its absence is true", async () => {
    const absent = { pk: { S: "ORDER#none" }, sk: { S: "ORDER" } };
    expect(await isMet("attribute_exists(pk) AND NOT #status IN (:failed, :cancelled)", absent)).toBe(false);
    expect(await isMet("#status IN (:failed, :cancelled)", absent)).toBe(false);
    expect(await isMet("attribute_not_exists(pk)", absent)).toBe(true);
  });

  test("a refused write brings the item along when it is asked for, and only then", async () => {
    const put = { TableName: table, Item: shipped, ConditionExpression: "attribute_not_exists(pk)" };
    await expect(
      client.send(new PutItemCommand({ ...put, ReturnValuesOnConditionCheckFailure: "ALL_OLD" })),
    ).rejects.toMatchObject({ name: "ConditionalCheckFailedException", Item: { status: { S: "SHIPPED" } } });
    const error = await client.send(new PutItemCommand(put)).catch((reason) => reason);
    expect(error).toMatchObject({ name: "ConditionalCheckFailedException" });
    expect(error.Item).toBeUndefined();
  });
});

test("the sparse index lists an order while it is pending, oldest first, a page at a time", async () => {
  for (const [id, receivedAt] of [
    ["2", "2026-01-02"],
    ["1", "2026-01-01"],
    ["3", "2026-01-03"],
  ] as const) {
    const pending = { pendingHandOver: { S: "RECEIVED" }, receivedAt: { S: receivedAt } };
    await call("PutItem", { TableName: table, Item: order(`pending-${id}`, pending) });
  }
  const input = {
    TableName: table,
    IndexName: "pending-hand-over",
    KeyConditionExpression: "pendingHandOver = :received",
    ExpressionAttributeValues: { ":received": { S: "RECEIVED" } },
    Limit: 2,
  };
  const first = await client.send(new QueryCommand(input));
  const second = await client.send(new QueryCommand({ ...input, ExclusiveStartKey: first.LastEvaluatedKey }));
  const keys = [...(first.Items ?? []), ...(second.Items ?? [])].map(({ pk }) => pk?.S);
  expect(keys).toEqual(["ORDER#pending-1", "ORDER#pending-2", "ORDER#pending-3"]);
  expect(second.LastEvaluatedKey).toBeUndefined();

  const key = { pk: { S: "ORDER#pending-2" }, sk: { S: "ORDER" } };
  await client.send(new UpdateItemCommand({ TableName: table, Key: key, UpdateExpression: "REMOVE pendingHandOver" }));
  const { Count } = await client.send(new QueryCommand({ ...input, Limit: 10 }));
  expect(Count).toBe(2);
});

test("a query in reverse and a scan with a filter see the same items", async () => {
  for (const sk of ["a", "b", "c"])
    await call("PutItem", { TableName: table, Item: { pk: { S: "list" }, sk: { S: sk } } });
  const values = { ExpressionAttributeValues: { ":list": { S: "list" } } };
  const query = await client.send(
    new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :list", ScanIndexForward: false, ...values }),
  );
  expect(query.Items?.map(({ sk }) => sk?.S)).toEqual(["c", "b", "a"]);
  const scan = await client.send(new ScanCommand({ TableName: table, FilterExpression: "pk = :list", ...values }));
  expect(scan.Count).toBe(3);
});

test("what a caller does to an answer or to its input does not reach the table", async () => {
  const item = { pk: { S: "own" }, sk: { S: "own" }, map: { M: { a: { S: "kept" } } } };
  await call("PutItem", { TableName: table, Item: item });
  item.map.M.a.S = "changed";
  const get = () => call("GetItem", { TableName: table, Key: { pk: { S: "own" }, sk: { S: "own" } } });
  const answer = await get();
  Object.assign(answer.Item ?? {}, { map: { S: "changed" } });
  expect((await get()).Item).toMatchObject({ map: { M: { a: { S: "kept" } } } });
});

describe("the simulated warehouse", () => {
  const take = (sku: string, quantity: number) =>
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: `STOCK#${sku}` }, sk: { S: "STOCK" } },
        UpdateExpression: "SET onHand = onHand - :quantity",
        ConditionExpression: "onHand >= :quantity",
        ExpressionAttributeValues: { ":quantity": { N: `${quantity}` } },
        ReturnValues: "ALL_NEW",
      }),
    );

  test("a sku that nobody touched has its configured units, and they run out", async () => {
    expect((await take("rare", 2)).Attributes?.onHand).toEqual({ N: "0" });
    await expect(take("rare", 1)).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
  });

  test("one more than there are is refused at once", async () => {
    await expect(take("common", 1_000_001)).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
    expect((await take("common", 1_000_000)).Attributes?.onHand).toEqual({ N: "0" });
  });
});

test.each([
  ["PutItem", { TableName: "nowhere", Item: { pk: { S: "a" } } }, "ResourceNotFoundException"],
  ["PutItem", { TableName: table, Item: { pk: { S: "a" } } }, "ValidationException"],
  ["PutItem", { TableName: table, Item: "no item" }, "SerializationException"],
  ["GetItem", { TableName: table, Key: { pk: { N: "1" }, sk: { S: "a" } } }, "ValidationException"],
  ["UpdateItem", { TableName: table, Key: 7 }, "SerializationException"],
  ["RestoreTableFromBackup", {}, "NotImplemented"],
])("%s of %j: %s", async (action, input, code) => {
  await expect(call(action, input)).rejects.toMatchObject({ code });
});
