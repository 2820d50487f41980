import { settledWith } from "./support/fulfilment";
import { answerOf, awaitingDelivery } from "./support/token-holder";
import { waysNeverTaken } from "./support/ways";
import { refuses, World } from "./support/world";

const at = "2026-01-31T12:00:00Z";
const down = refuses("InternalServerError", "out of order");

function carrierSays(event: unknown, more: object = { at }) {
  return { orderId: "order-1", body: { event, ...more } };
}

/** An order in this state; only carrier-event runs. */
function recorded(status: string, deliveryToken?: string) {
  const token = deliveryToken === undefined ? {} : { deliveryToken: { S: deliveryToken } };
  return new World("carrier-event").on("find token", () => ({ Item: { status: { S: status }, ...token } }));
}

describe("an event of a parcel on its way", () => {
  test("IN_TRANSIT keeps the order waiting, DELIVERED completes it, and no answer contains the token", async () => {
    const { aws, token, execution } = await awaitingDelivery();
    for (const event of ["IN_TRANSIT", "IN_TRANSIT"]) {
      const { output } = await aws.run(carrierSays(event), "carrier-event");
      expect(answerOf(output)).toEqual({ statusCode: 200, body: { orderId: "order-1", event } });
      expect(JSON.stringify(output)).not.toContain(token);
      expect(execution.status).toBe("RUNNING");
    }
    const { output } = await aws.run(carrierSays("DELIVERED"), "carrier-event");
    expect(answerOf(output)).toEqual({ statusCode: 200, body: { orderId: "order-1", event: "DELIVERED" } });
    expect(JSON.stringify(output)).not.toContain(token);
    expect((await aws.finish(execution)).path.at(-1)).toBe("OrderCompleted");
    expect(aws.operations.filter((operation) => operation === "SendTaskHeartbeat")).toHaveLength(2);
  });

  test("LOST refunds and cancels", async () => {
    const { aws, execution } = await awaitingDelivery();
    const { output } = await aws.run(carrierSays("LOST"), "carrier-event");
    expect(answerOf(output).statusCode).toBe(200);
    await aws.finish(execution);
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "PARCEL_LOST" });
  });

  test.each(["IN_TRANSIT", "DELIVERED", "LOST"])(
    "%s after the delivery is answered 409 and changes nothing",
    async (event) => {
      const { aws, execution } = await awaitingDelivery();
      await aws.run(carrierSays("DELIVERED"), "carrier-event");
      await aws.finish(execution);
      const { output } = await aws.run(carrierSays(event), "carrier-event");
      expect(answerOf(output)).toMatchObject({ statusCode: 409, body: { error: "NOT_AWAITING_DELIVERY" } });
      expect(settledWith(aws)).toMatchObject({ status: "COMPLETED" });
    },
  );
});

describe("an order that does not await delivery", () => {
  test.each([
    ["is unknown", new World("carrier-event").on("find token", () => ({}))],
    ["is not shipped yet", recorded("FULFILLING")],
    ["awaits its approval", recorded("AWAITING_APPROVAL")],
    ["is completed", recorded("COMPLETED", "spent")],
    ["has a token that nobody gave out", recorded("SHIPPED", "forged")],
  ])("because it %s is answered 409", async (_why, aws) => {
    const { output } = await aws.run(carrierSays("DELIVERED"), "carrier-event");
    expect(answerOf(output)).toMatchObject({ statusCode: 409, body: { error: "NOT_AWAITING_DELIVERY" } });
  });

  test.each([
    ["SendTaskHeartbeat", "IN_TRANSIT"],
    ["SendTaskSuccess", "DELIVERED"],
    ["SendTaskFailure", "LOST"],
  ])("as %s reports at its only try", async (action, event) => {
    for (const code of ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]) {
      const aws = recorded("SHIPPED", "t").on(action, refuses(code));
      expect(answerOf((await aws.run(carrierSays(event), "carrier-event")).output).statusCode).toBe(409);
      expect(aws.callsOf(action)).toHaveLength(1);
    }
  });
});

describe("a body that is not an event", () => {
  test.each([
    ["no body", { orderId: "order-1" }],
    ["an event that nobody knows", carrierSays("EATEN")],
    ["an event that is not text", carrierSays(5)],
    ["an event in small letters", carrierSays("delivered")],
    ["no time", carrierSays("DELIVERED", {})],
    ["an invalid time", carrierSays("DELIVERED", { at: "yesterday" })],
    ["a time without a zone", carrierSays("DELIVERED", { at: "2026-01-31T12:00:00" })],
    ["a time as a number", carrierSays("DELIVERED", { at: 1_700_000_000 })],
  ])("%s is answered 422, and the order is not looked up", async (_what, input) => {
    const aws = recorded("SHIPPED", "t");
    const { output } = await aws.run(input);
    expect(answerOf(output)).toMatchObject({ statusCode: 422, body: { error: "INVALID_EVENT" } });
    expect(aws.operations).toEqual([]);
  });
});

test("a body that the API left out is answered 413 with its size and the limit, and the order is not looked up", async () => {
  const aws = recorded("SHIPPED", "t");
  const { output } = await aws.run({
    orderId: "order-1",
    tooLarge: { characters: 24_001, limit: 24_000 },
  });
  expect(answerOf(output)).toEqual({
    statusCode: 413,
    body: {
      error: "TOO_LARGE",
      message:
        "The event has 24001 characters once it is escaped for JSON, where one beyond ASCII takes six; up to 24000 are taken. Send event and at, and nothing else.",
    },
  });
  expect(aws.operations).toEqual([]);
});

describe("a dependency that stays down", () => {
  test.each([
    ["find token", "DELIVERED"],
    ["SendTaskHeartbeat", "IN_TRANSIT"],
    ["SendTaskSuccess", "DELIVERED"],
    ["SendTaskFailure", "LOST"],
  ])("%s fails the execution after three tries, so that the API says to try again", async (operation, event) => {
    const aws = recorded("SHIPPED", "secret-token").on(operation, down);
    const { status, error, cause } = await aws.run(carrierSays(event), "carrier-event");
    expect({ status, error }).toEqual({ status: "FAILED", error: "TokenNotSent" });
    expect(aws.callsOf(operation)).toHaveLength(3);
    expect(cause).not.toContain("secret-token");
  });
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("carrier-event")).toEqual([]);
});
