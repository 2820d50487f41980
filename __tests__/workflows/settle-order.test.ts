import { waysNeverTaken } from "./support/ways";
import { refuses, World } from "./support/world";

const order = { orderId: "order-1", customerId: "customer-1", expiresAt: "1900000000" };
const completed = { ...order, status: "COMPLETED" };
const cancelledOrder = { ...order, status: "CANCELLED", reason: "OUT_OF_STOCK" };
const down = refuses("InternalServerError", "out of order");

describe("closing an order", () => {
  test("a completed one is marked before anybody is notified", async () => {
    const aws = new World("settle-order");
    const { status, output } = await aws.run(completed);
    expect(status).toBe("SUCCEEDED");
    expect(output).toEqual({ outcome: "SETTLED" });
    expect(aws.operations[0]).toBe("close order");
    expect([...aws.operations].sort()).toEqual(["close order", "notify customer", "publish event"]);
    expect(aws.callsOf("close order")[0]).toMatchObject({
      Key: { pk: { S: "ORDER#order-1" }, sk: { S: "ORDER" } },
      UpdateExpression: "SET #status = :status, updatedAt = :now",
      ExpressionAttributeValues: { ":status": { S: "COMPLETED" }, ":now": { S: expect.stringMatching(/Z$/) } },
    });
  });

  test("a cancelled one is marked with its reason", async () => {
    const aws = new World("settle-order");
    await aws.run(cancelledOrder);
    expect(aws.callsOf("close order")[0]).toMatchObject({
      UpdateExpression: expect.stringContaining("reason = :reason"),
      ExpressionAttributeValues: { ":status": { S: "CANCELLED" }, ":reason": { S: "OUT_OF_STOCK" } },
    });
  });

  test("customer and bus receive the same facts", async () => {
    const aws = new World("settle-order");
    await aws.run(cancelledOrder);
    expect(aws.callsOf("notify customer")[0]).toEqual({
      TopicArn: expect.stringContaining(":customer"),
      Message: JSON.stringify({ orderId: "order-1", customerId: "customer-1", status: "CANCELLED" }),
      MessageAttributes: { status: { DataType: "String", StringValue: "CANCELLED" } },
    });
    const [entry] = Object(aws.callsOf("publish event")[0]).Entries;
    expect(entry).toMatchObject({ EventBusName: "order-events", Source: "orders", DetailType: "OrderClosed" });
    expect(JSON.parse(entry.Detail)).toEqual({
      orderId: "order-1",
      customerId: "customer-1",
      status: "CANCELLED",
      at: expect.stringMatching(/Z$/),
    });
  });
});

describe("an order that cannot be marked", () => {
  test.each([
    ["without a reason", completed],
    ["with a reason", cancelledOrder],
  ])("%s: tried five times, and nobody is notified", async (_what, input) => {
    const aws = new World("settle-order").on("close order", down);
    const { status, error, cause } = await aws.run(input);
    expect({ status, error }).toEqual({ status: "FAILED", error: "OrderNotMarked" });
    expect(cause).toContain("out of order");
    expect(aws.operations).toEqual(Array(5).fill("close order"));
  });

  test.each([
    ["without a reason", completed],
    ["with a reason", cancelledOrder],
  ])("because it is not open, %s, has an error of its own: no retry, and nobody is notified", async (_what, input) => {
    const aws = new World("settle-order").on("close order", refuses("ConditionalCheckFailedException", "not met"));
    const { error, cause } = await aws.run(input);
    expect(error).toBe("OrderNotOpen");
    expect(cause).toContain("not met");
    expect(aws.operations).toEqual(["close order"]);
  });

  test("accepts an open order, and its own repeat by status and reason", async () => {
    const aws = new World("settle-order");
    await aws.run(completed);
    await aws.run(cancelledOrder);
    expect(aws.callsOf("close order").map(({ ConditionExpression }) => ConditionExpression)).toEqual([
      "#status IN (:fulfilling, :awaitingApproval, :shipped, :status)",
      "#status IN (:fulfilling, :awaitingApproval, :shipped) OR (#status = :status AND reason = :reason)",
    ]);
  });
});

describe("a notification that cannot be sent", () => {
  test("a notice goes to the dead-letter queue, and the order is settled", async () => {
    const aws = new World("settle-order").on("notify customer", down);
    expect((await aws.run(completed)).output).toEqual({ outcome: "SETTLED" });
    expect(aws.callsOf("notify customer")).toHaveLength(4);
    expect(JSON.parse(String(aws.callsOf("fulfilment-dlq")[0]?.MessageBody))).toMatchObject({
      workflow: "settle-order",
      orderId: "order-1",
      undelivered: "customer notice",
      status: "COMPLETED",
      error: { Cause: expect.stringContaining("out of order") },
    });
  });

  test("an event that the bus refused in its answer goes there too", async () => {
    const aws = new World("settle-order").on("publish event", () => ({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "no bus" }],
    }));
    expect((await aws.run(completed)).output).toEqual({ outcome: "SETTLED" });
    expect(JSON.parse(String(aws.callsOf("fulfilment-dlq")[0]?.MessageBody))).toMatchObject({
      undelivered: "OrderClosed event",
      error: { Error: "EventBridge.FailedEntry", Cause: expect.stringContaining("no bus") },
    });
  });

  test.each([
    ["notice", "notify customer", "NoticeLost"],
    ["event", "publish event", "EventLost"],
  ])("a %s that the dead-letter queue did not take either fails the execution", async (_what, operation, error) => {
    const aws = new World("settle-order").on(operation, down).on("fulfilment-dlq", refuses("ServiceUnavailable"));
    const finished = await aws.run(completed);
    expect(finished).toMatchObject({ status: "FAILED", error: "WorldNotTold" });
    expect(JSON.parse(String(finished.cause))).toMatchObject({ Error: error });
  });
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("settle-order")).toEqual([]);
});
