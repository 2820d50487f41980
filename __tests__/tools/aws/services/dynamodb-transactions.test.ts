import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { warehouseOf } from "../../../../tools/local/warehouse";
import { clientOptions, type Running, startLocalAws, table } from "./fixture";

const unitsPerSku = 20;
let local: Running;
let client: DynamoDBClient;
beforeAll(async () => {
  local = await startLocalAws({ beforeTouch: warehouseOf(() => unitsPerSku) });
  client = new DynamoDBClient(clientOptions(local.endpoint));
});
afterAll(async () => {
  client.destroy();
  await local.close();
});

function reserve(orderId: string, sku: string, quantity = 1): TransactWriteItem[] {
  return [
    {
      Put: {
        TableName: table,
        Item: { pk: { S: `ORDER#${orderId}` }, sk: { S: `RESERVATION#${sku}` }, quantity: { N: `${quantity}` } },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    {
      Update: {
        TableName: table,
        Key: { pk: { S: `STOCK#${sku}` }, sk: { S: "STOCK" } },
        UpdateExpression: "SET onHand = onHand - :quantity",
        ConditionExpression: "onHand >= :quantity",
        ExpressionAttributeValues: { ":quantity": { N: `${quantity}` } },
      },
    },
  ];
}

function write(items: TransactWriteItem[], token?: string) {
  return client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }));
}

async function refusal(items: TransactWriteItem[], token?: string): Promise<Error> {
  return write(items, token).then(
    () => {
      throw new Error("The transaction was expected to be refused, but it was done.");
    },
    (error) => error,
  );
}

async function item(pk: string, sk: string) {
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: sk } } }));
  return Item;
}

async function reservations(orderIds: string[], sku: string): Promise<number> {
  const found = await Promise.all(orderIds.map((id) => item(`ORDER#${id}`, `RESERVATION#${sku}`)));
  return found.filter(Boolean).length;
}

describe("all or nothing", () => {
  test("50 writers at once on 20 units: 20 reservations, no unit left, none below zero", async () => {
    const writers = Array.from({ length: 50 }, (_, index) => `rush-${index}`);
    const outcomes = await Promise.allSettled(writers.map((id) => write(reserve(id, "rush"))));
    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(refused).toHaveLength(50 - unitsPerSku);
    for (const error of refused) {
      expect(error).toBeInstanceOf(TransactionCanceledException);
      expect(error.message).toBe(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
      );
    }
    expect(await item("STOCK#rush", "STOCK")).toMatchObject({ onHand: { N: "0" } });
    expect(await reservations(writers, "rush")).toBe(unitsPerSku);
  });

  test("what an earlier part wrote is gone when a later one is refused, in indexes too", async () => {
    const [, takeAll] = reserve("index", "index", unitsPerSku + 1);
    const indexed = {
      pk: { S: "ORDER#index" },
      sk: { S: "ORDER" },
      pendingHandOver: { S: "X" },
      receivedAt: { S: "1" },
    };
    await refusal([{ Put: { TableName: table, Item: indexed } }, ...(takeAll ? [takeAll] : [])]);
    expect(await item("ORDER#index", "ORDER")).toBeUndefined();
    const listed = await local.services.dynamoDb.call("Query", {
      TableName: table,
      IndexName: "pending-hand-over",
      KeyConditionExpression: "pendingHandOver = :x",
      ExpressionAttributeValues: { ":x": { S: "X" } },
    });
    expect(listed.Items).toEqual([]);
  });

  test("an overwritten, an updated and a deleted item are as before when a later part is refused", async () => {
    const before = { sk: { S: "ORDER" }, note: { S: "before" } };
    const keys = ["undo-put", "undo-update", "undo-delete"].map((id) => ({ pk: { S: `ORDER#${id}` } }));
    for (const key of keys) await client.send(new PutItemCommand({ TableName: table, Item: { ...key, ...before } }));
    const [put, update, remove] = keys;
    await refusal([
      { Put: { TableName: table, Item: { ...put, sk: { S: "ORDER" }, note: { S: "after" } } } },
      {
        Update: {
          TableName: table,
          Key: { ...update, sk: { S: "ORDER" } },
          UpdateExpression: "SET note = :after",
          ExpressionAttributeValues: { ":after": { S: "after" } },
        },
      },
      { Delete: { TableName: table, Key: { ...remove, sk: { S: "ORDER" } } } },
      {
        ConditionCheck: {
          TableName: table,
          Key: { pk: { S: "ORDER#none" }, sk: { S: "ORDER" } },
          ConditionExpression: "attribute_exists(pk)",
        },
      },
    ]);
    for (const key of keys) expect(await item(key.pk.S, "ORDER")).toEqual({ ...key, ...before });
  });

  test("a ConditionCheck that holds changes nothing and lets the rest be done", async () => {
    const Key = { pk: { S: "ORDER#absent" }, sk: { S: "ORDER" } };
    await write([
      { ConditionCheck: { TableName: table, Key, ConditionExpression: "attribute_not_exists(pk)" } },
      { Put: { TableName: table, Item: { pk: { S: "ORDER#beside" }, sk: { S: "ORDER" } } } },
    ]);
    expect(await item("ORDER#absent", "ORDER")).toBeUndefined();
    expect(await item("ORDER#beside", "ORDER")).toBeDefined();
  });
});

describe("reasons", () => {
  test("both parts refused: both reasons, each with its code and message", async () => {
    await write(reserve("twice", "both", unitsPerSku));
    const error = await refusal(reserve("twice", "both"));
    expect(error.message).toMatch(/\[ConditionalCheckFailed, ConditionalCheckFailed\]$/);
    expect(error).toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [
        { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
        { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
      ],
    });
  });

  test("the first refused, the second fine: the second says None and has no message", async () => {
    await write(reserve("again", "once"));
    const error = await refusal(reserve("again", "once"));
    expect(error).toMatchObject({ CancellationReasons: [{ Code: "ConditionalCheckFailed" }, { Code: "None" }] });
    expect(await item("STOCK#once", "STOCK")).toMatchObject({ onHand: { N: `${unitsPerSku - 1}` } });
  });

  test.each([
    ["ALL_OLD", { Item: { note: { S: "here" } } }],
    ["NONE", {}],
  ] as const)("ReturnValuesOnConditionCheckFailure %s", async (returned, expected) => {
    const Item = { pk: { S: `ORDER#old-${returned}` }, sk: { S: "ORDER" }, note: { S: "here" } };
    await client.send(new PutItemCommand({ TableName: table, Item }));
    const error = await refusal([
      {
        Put: {
          TableName: table,
          Item,
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: returned,
        },
      },
    ]);
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : [];
    expect(reasons).toMatchObject([{ Code: "ConditionalCheckFailed", ...expected }]);
    expect(reasons?.[0] && "Item" in reasons[0]).toBe(returned === "ALL_OLD");
  });

  test("an update of what the item does not have: ValidationError, with DynamoDB's message", async () => {
    const error = await refusal([
      {
        Update: {
          TableName: table,
          Key: { pk: { S: "ORDER#bare" }, sk: { S: "ORDER" } },
          UpdateExpression: "SET added = absent + :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
      },
    ]);
    expect(error).toMatchObject({
      CancellationReasons: [
        {
          Code: "ValidationError",
          Message: "The provided expression refers to an attribute that does not exist in the item",
        },
      ],
    });
  });

  test("a key that does not fit the table: ValidationError", async () => {
    const error = await refusal([{ Delete: { TableName: table, Key: { pk: { S: "a" } } } }]);
    expect(error).toMatchObject({
      CancellationReasons: [{ Code: "ValidationError", Message: "The provided key element does not match the schema" }],
    });
  });
});

describe("refused before anything is written", () => {
  const put = (id: string): TransactWriteItem => ({
    Put: { TableName: table, Item: { pk: { S: `ORDER#${id}` }, sk: { S: "ORDER" } } },
  });

  test("100 items are taken, 101 are not", async () => {
    await write(Array.from({ length: 100 }, (_, index) => put(`hundred-${index}`)));
    expect(await item("ORDER#hundred-99", "ORDER")).toBeDefined();
    const error = await refusal(Array.from({ length: 101 }, (_, index) => put(`more-${index}`)));
    expect(error).toMatchObject({ name: "ValidationException" });
    expect(error.message).toContain("less than or equal to 100");
    expect(await item("ORDER#more-0", "ORDER")).toBeUndefined();
  });

  test.each<[string, TransactWriteItem[], string, string]>([
    ["no item", [], "ValidationException", "greater than or equal to 1"],
    ["an item twice", [put("same"), put("same")], "ValidationException", "multiple operations on one item"],
    [
      "two operations in one entry",
      [{ ...put("two"), ...{ Delete: { TableName: table, Key: { pk: { S: "a" }, sk: { S: "b" } } } } }],
      "ValidationException",
      "can only contain one of Check, Put, Update or Delete",
    ],
    [
      "an unknown table",
      [put("known"), { Put: { TableName: "nowhere", Item: { pk: { S: "a" } } } }],
      "ResourceNotFoundException",
      "Requested resource not found",
    ],
    [
      "an expression that does not parse",
      [
        put("known"),
        {
          Put: {
            ...put("bad").Put,
            TableName: table,
            Item: { pk: { S: "a" }, sk: { S: "b" } },
            ConditionExpression: "this is no expression",
          },
        },
      ],
      "ValidationException",
      "Invalid ConditionExpression",
    ],
  ])("%s", async (_what, items, name, message) => {
    const error = await refusal(items);
    expect(error.name).toBe(name);
    expect(error.message).toContain(message);
    expect(await item("ORDER#known", "ORDER")).toBeUndefined();
  });
});

describe("ClientRequestToken", () => {
  test("the same transaction again with its token is answered and not done again", async () => {
    const [, take] = reserve("token", "token", 3);
    const items = take ? [take] : [];
    await write(items, "token-1");
    await write(items, "token-1");
    expect(await item("STOCK#token", "STOCK")).toMatchObject({ onHand: { N: `${unitsPerSku - 3}` } });
    await write(items, "token-2");
    expect(await item("STOCK#token", "STOCK")).toMatchObject({ onHand: { N: `${unitsPerSku - 6}` } });
  });

  test("another transaction with a used token is refused", async () => {
    await write(reserve("mismatch", "mismatch"), "token-3");
    const error = await refusal(reserve("mismatch-2", "mismatch"), "token-3");
    expect(error.name).toBe("IdempotentParameterMismatchException");
    expect(await item("ORDER#mismatch-2", "RESERVATION#mismatch")).toBeUndefined();
  });

  test("a token of a cancelled transaction may be used again", async () => {
    await refusal(reserve("later", "later", unitsPerSku + 1), "token-4");
    await write(reserve("later", "later", 1), "token-4");
    expect(await item("ORDER#later", "RESERVATION#later")).toBeDefined();
  });
});

test("TransactGetItems answers each item in order, and nothing for one that is not there", async () => {
  await client.send(new PutItemCommand({ TableName: table, Item: { pk: { S: "g" }, sk: { S: "1" }, n: { N: "1" } } }));
  const Get = (sk: string) => ({ Get: { TableName: table, Key: { pk: { S: "g" }, sk: { S: sk } } } });
  const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems: [Get("2"), Get("1")] }));
  expect(Responses).toEqual([{}, { Item: { pk: { S: "g" }, sk: { S: "1" }, n: { N: "1" } } }]);
});
