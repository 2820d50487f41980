import { broughtBack, input, letter, settledWith, tokenOf, world } from "../support/fulfilment";
import { CARRIER_SILENCE_SECONDS, functionError, functionResult, refuses } from "../support/world";

const down = refuses("InternalServerError", "out of order");
const SECONDS_OF_30_DAYS = 2_592_000;

/** The carrier says nothing, until the wait for its heartbeat is over; asked, it says `state`. */
function silent(state: string) {
  return world({ callbackMs: (seconds) => (seconds === CARRIER_SILENCE_SECONDS ? 0 : 60_000) })
    .on("await delivery", () => ({}))
    .on("track-shipment", () => functionResult({ state }));
}

describe("the delivery", () => {
  test("is waited for with the order marked SHIPPED and the token in its record", async () => {
    const aws = world();
    await aws.run(input);
    const [call] = aws.callsOf("await delivery");
    expect(call).toMatchObject({
      ConditionExpression: "claimedBy = :execution AND (#status = :fulfilling OR #status = :shipped)",
      ExpressionAttributeValues: { ":shipped": { S: "SHIPPED" }, ":shipment": { S: "shipment-1" } },
    });
    expect(tokenOf(call)).toMatch(/^[\w-]{40,1024}$/);
  });

  test("goes on for as long as the carrier sends heartbeats, and completes when it delivers", async () => {
    const asked: number[] = [];
    const aws = world({
      callbackMs: (seconds) => {
        asked.push(seconds);
        return 60_000;
      },
    });
    aws.on("await delivery", (call) => {
      const taskToken = tokenOf(call);
      setImmediate(async () => {
        await aws.bring("SendTaskHeartbeat", { taskToken });
        await aws.bring("SendTaskHeartbeat", { taskToken });
        await aws.bring("SendTaskSuccess", { taskToken, output: "{}" });
      });
      return {};
    });
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCompleted");
    expect(asked.sort()).toEqual([SECONDS_OF_30_DAYS, CARRIER_SILENCE_SECONDS].sort());
  });

  test("of a parcel that was lost: refunded and cancelled, its stock stays gone, no one is paged", async () => {
    const aws = world();
    aws.on("await delivery", broughtBack(aws, { error: "ParcelLost" }));
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.at(-1)).toBe("OrderCancelled");
    expect(aws.operations.slice(-4)).toEqual(["await delivery", "record decision", "refund-payment", "settle-order"]);
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "PARCEL_LOST" });
  });

  test("of a parcel that was lost and cannot be refunded fails the order", async () => {
    const aws = world().on("refund-payment", () => functionError("PaymentUnavailable"));
    aws.on("await delivery", broughtBack(aws, { error: "ParcelLost" }));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(aws.callsOf("refund-payment")).toHaveLength(12);
    expect(letter(aws).outcome).toMatchObject({ reason: "COMPENSATION_FAILED", step: "RefundLostParcel" });
  });
});

describe("a carrier that falls silent", () => {
  test.each(["DELIVERED", "LOST"])("is asked once, and says %s", async (state) => {
    const aws = silent(state);
    const { status } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(aws.callsOf("track-shipment")).toHaveLength(1);
    expect(JSON.parse(String(aws.callsOf("track-shipment")[0]?.Payload))).toEqual({ orderId: "order-1" });
    expect(settledWith(aws)).toMatchObject(
      state === "DELIVERED" ? { status: "COMPLETED" } : { status: "CANCELLED", reason: "PARCEL_LOST" },
    );
  });

  test.each(["IN_TRANSIT", "UNKNOWN"])(
    "and says %s when asked: a person is notified, then the order is refunded and cancelled",
    async (state) => {
      const aws = silent(state);
      const { path } = await aws.run(input);
      expect(path.at(-1)).toBe("OrderCancelled");
      expect(aws.operations.slice(-5)).toEqual([
        "track-shipment",
        "record decision",
        "fulfilment-dlq",
        "refund-payment",
        "settle-order",
      ]);
      expect(letter(aws)).toMatchObject({
        orderId: "order-1",
        overdue: expect.stringContaining("find the parcel"),
        outcome: { status: "CANCELLED", reason: "DELIVERY_OVERDUE" },
      });
      expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "DELIVERY_OVERDUE" });
    },
  );

  test("and cannot be asked either is overdue after four tries", async () => {
    const aws = silent("").on("track-shipment", () => functionError("CarrierUnavailable"));
    await aws.run(input);
    expect(aws.callsOf("track-shipment")).toHaveLength(4);
    expect(settledWith(aws)).toMatchObject({ reason: "DELIVERY_OVERDUE" });
  });

  test("refunds even when the person cannot be notified", async () => {
    const aws = silent("UNKNOWN").on("fulfilment-dlq", down);
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCancelled");
    expect(aws.callsOf("refund-payment")).toHaveLength(1);
  });

  test("after 30 days it is asked too, whatever heartbeats came", async () => {
    const aws = world({ callbackMs: (seconds) => (seconds === SECONDS_OF_30_DAYS ? 0 : 60_000) })
      .on("await delivery", () => ({}))
      .on("track-shipment", () => functionResult({ state: "DELIVERED" }));
    expect((await aws.run(input)).path).toContain("TrackShipment");
  });
});
