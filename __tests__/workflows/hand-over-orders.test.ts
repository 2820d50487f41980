import { waysNeverTaken } from "./support/ways";
import { HAND_OVER_TRIES, refuses, type Script, World } from "./support/world";

const down = refuses("InternalServerError", "out of order");
const gone = refuses("ConditionalCheckFailedException");

function page(...ids: string[]) {
  return { Items: ids.map((id) => ({ pk: { S: `ORDER#${id}` }, sk: { S: "ORDER" } })), Count: ids.length };
}

/** The try is the order's `tries`th. */
function counted(tries: number): Script {
  return (call) => ({
    Attributes: {
      orderId: { S: String(Object(call.Key).pk.S).replace("ORDER#", "") },
      customerId: { S: "customer-1" },
      handOverTries: { N: String(tries) },
    },
  });
}

const world = (tries: number) => new World().on("count try", counted(tries));

describe("an order that still waits", () => {
  test.each([1, HAND_OVER_TRIES])("is handed over again at try %i, and the try is in its record", async (tries) => {
    const aws = world(tries);
    const { status, output } = await aws.run("hand-over-orders", page("order-1"));
    expect(status).toBe("SUCCEEDED");
    expect(output).toEqual(["HANDED_OVER"]);
    expect(aws.operations).toEqual(["count try", "fulfilment"]);
    expect(aws.callsOf("count try")[0]).toMatchObject({
      Key: { pk: { S: "ORDER#order-1" }, sk: { S: "ORDER" } },
      UpdateExpression: "SET handOverTries = if_not_exists(handOverTries, :none) + :one",
      ConditionExpression: "#status = :received",
    });
    expect(aws.callsOf("fulfilment")).toEqual([
      { QueueUrl: "http://sqs/fulfilment", MessageBody: '{"orderId":"order-1"}' },
    ]);
  });

  test("one of many: all of the page are handed over", async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `order-${index}`);
    const aws = world(1);
    await aws.run("hand-over-orders", page(...ids));
    const sent = aws.callsOf("fulfilment").map(({ MessageBody }) => JSON.parse(String(MessageBody)).orderId);
    expect(sent.sort()).toEqual(ids.sort());
  });

  test("is told and given up after the last try: first the letter, then the record", async () => {
    const aws = world(HAND_OVER_TRIES + 1);
    expect((await aws.run("hand-over-orders", page("order-1"))).output).toEqual(["GIVEN_UP"]);
    expect(aws.operations).toEqual(["count try", "fulfilment-dlq", "give up"]);
    expect(JSON.parse(String(aws.callsOf("fulfilment-dlq")[0]?.MessageBody))).toMatchObject({
      workflow: "hand-over-orders",
      orderId: "order-1",
      outcome: { status: "FAILED", reason: "HAND_OVER_FAILED", step: "HandOver" },
    });
    expect(aws.callsOf("give up")[0]).toMatchObject({
      UpdateExpression: expect.stringContaining("REMOVE pendingHandOver"),
      ExpressionAttributeValues: { ":failed": { S: "FAILED" }, ":reason": { S: "HAND_OVER_FAILED" } },
    });
  });
});

describe("an order that was claimed in the meantime", () => {
  test("before it is handed over is left alone", async () => {
    const aws = new World().on("count try", gone);
    expect((await aws.run("hand-over-orders", page("order-1"))).output).toEqual(["CLAIMED"]);
    expect(aws.operations).toEqual(["count try"]);
  });

  test("before it is given up stays as it is", async () => {
    const aws = world(HAND_OVER_TRIES + 1).on("give up", gone);
    expect((await aws.run("hand-over-orders", page("order-1"))).output).toEqual(["CLAIMED"]);
    expect(aws.callsOf("give up")).toHaveLength(1);
  });
});

test.each([
  ["the table, to count", "count try", 1],
  ["the queue", "fulfilment", 1],
  ["the dead-letter queue", "fulfilment-dlq", HAND_OVER_TRIES + 1],
  ["the table, to give up", "give up", HAND_OVER_TRIES + 1],
])("%s, that stays down fails the page after four tries", async (_what, operation, tries) => {
  const aws = world(tries).on(operation, down);
  const { status, error, cause } = await aws.run("hand-over-orders", page("order-1"));
  expect({ status, error }).toEqual({ status: "FAILED", error: "PageNotHandedOver" });
  expect(JSON.parse(String(cause))).toEqual([
    {
      order: "ORDER#order-1",
      error: expect.stringContaining("InternalServerError"),
      cause: expect.stringContaining("out of order"),
    },
  ]);
  expect(aws.callsOf(operation)).toHaveLength(4);
});

test("an order that cannot be handed over holds up no other of its page, and the page fails once all were tried", async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `order-${index}`);
  const aws = world(1).on("fulfilment", (call) =>
    JSON.parse(String(call.MessageBody)).orderId === "order-0" ? down(call) : {},
  );
  const { status, cause } = await aws.run("hand-over-orders", page(...ids));
  expect(status).toBe("FAILED");
  expect(JSON.parse(String(cause))).toEqual([expect.objectContaining({ order: "ORDER#order-0" }), null]);
  const sent = new Set(aws.callsOf("fulfilment").map(({ MessageBody }) => JSON.parse(String(MessageBody)).orderId));
  expect(sent.size).toBe(50);
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("hand-over-orders")).toEqual([]);
});
