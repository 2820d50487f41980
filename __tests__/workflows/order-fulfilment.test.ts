import "./order-fulfilment/approval";
import "./order-fulfilment/decided";
import "./order-fulfilment/delivery";
import "./order-fulfilment/large-orders";
import "./order-fulfilment/settling";
import { attributes, broughtBack, child, input, letter, settledWith, world } from "./support/fulfilment";
import { waysNeverTaken } from "./support/ways";
import { functionError, functionResult, refuses, World } from "./support/world";

const down = refuses("InternalServerError", "out of order");

describe("an order without trouble", () => {
  test("is claimed, reserved, charged, shipped and settled, in that order", async () => {
    const aws = world();
    const { status } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(aws.operations).toEqual([
      "claim order",
      "reserve-inventory",
      "process-payment",
      "ship-order",
      "await delivery",
      "settle-order",
    ]);
    expect(JSON.parse(String(aws.callsOf("process-payment")[0]?.Payload))).toEqual({
      orderId: "order-1",
      amount: 5_000_000_000,
      currency: "EUR",
      token: "tok_ok",
    });
    expect(JSON.parse(String(aws.callsOf("ship-order")[0]?.Payload))).toEqual({
      orderId: "order-1",
      shipTo: { name: 'A "B" C', postalCode: "10115" },
    });
    expect(aws.callsOf("await delivery")[0]).toMatchObject({
      ExpressionAttributeValues: { ":shipment": { S: "shipment-1" } },
    });
    expect(settledWith(aws)).toEqual({
      orderId: "order-1",
      customerId: "customer-1",
      expiresAt: "1900000000",
      status: "COMPLETED",
    });
  });

  test("is claimed by the execution's own id, with the time of the claim", async () => {
    const aws = world();
    await aws.run(input);
    expect(aws.callsOf("claim order")[0]).toMatchObject({
      Key: { pk: { S: "ORDER#order-1" }, sk: { S: "ORDER" } },
      ExpressionAttributeValues: {
        ":execution": { S: expect.stringMatching(/:execution:order-fulfilment:/) },
        ":now": { S: expect.stringMatching(/^\d{4}-.*Z$/) },
      },
    });
  });

  test.each([1, 300])("takes at most 10 state transitions with %i lines", async (count) => {
    const lines = Array.from({ length: count }, (_, index) => ({ sku: `sku-${index}`, quantity: 1, unitPrice: 1 }));
    // The real children this time.
    const aws = new World("order-fulfilment");
    aws
      .on("claim order", () => ({ Attributes: attributes }))
      .on("await delivery", broughtBack(aws, { output: {} }))
      .on("load lines", () => ({ Item: { lines: { S: JSON.stringify(lines) } } }))
      .on("process-payment", () => functionResult({ chargeId: "charge-1" }))
      .on("ship-order", () => functionResult({ shipmentId: "shipment-1" }));
    const { status, path, transitions } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.at(-1)).toBe("OrderCompleted");
    expect(aws.callsOf("reserve line")).toHaveLength(count);
    expect(transitions).toBe(path.length);
    expect(transitions).toBeLessThanOrEqual(10);
  });
});

describe("the claim", () => {
  test("of an order that another execution has ends quietly, at the first try", async () => {
    const aws = world()
      .on("claim order", refuses("ConditionalCheckFailedException"))
      .on("find order", () => ({ Item: { pk: { S: "ORDER#order-1" } } }));
    const { status, output, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path).toEqual(["ClaimOrder", "FindUnclaimed", "IsOrderKnown", "AlreadyClaimed"]);
    // Nothing of the metadata that AWS adds to the result of getItem.
    expect(output).toEqual({ pk: { S: "ORDER#order-1" } });
    expect(aws.operations).toEqual(["claim order", "find order"]);
  });

  test("takes an order that is RECEIVED, its own repeat, and one whose hand-over was given up", async () => {
    const aws = world();
    await aws.run(input);
    expect(aws.callsOf("claim order")[0]).toMatchObject({
      UpdateExpression: expect.stringMatching(/ REMOVE pendingHandOver, handOverAt, handOverUntil, lostAfter, reason$/),
      ConditionExpression:
        "#status = :received OR (#status = :fulfilling AND claimedBy = :execution) OR (#status = :failed AND reason = :handOverFailed)",
      ExpressionAttributeValues: { ":failed": { S: "FAILED" }, ":handOverFailed": { S: "HAND_OVER_FAILED" } },
    });
  });

  test.each([
    ["a letter", () => ({})],
    ["not even a letter", down],
  ])("of an order that nobody recorded leaves %s with what came, and fails", async (_what, dlq) => {
    const aws = world().on("claim order", refuses("ConditionalCheckFailedException")).on("fulfilment-dlq", dlq);
    const nameless = [{ orderId: "", message: "not json" }];
    expect(await aws.run(nameless)).toMatchObject({ status: "FAILED", error: "OrderUnknown" });
    expect(aws.callsOf("find order")[0]).toMatchObject({ ConsistentRead: true, Key: { pk: { S: "ORDER#" } } });
    expect(letter(aws)).toMatchObject({
      workflow: "order-fulfilment",
      execution: expect.stringContaining(":execution:order-fulfilment:"),
      received: nameless,
      outcome: { reason: "UNKNOWN_ORDER", step: "ClaimOrder" },
    });
  });

  test("that was refused for a reason which cannot be read leaves a letter", async () => {
    const aws = world().on("claim order", refuses("ConditionalCheckFailedException")).on("find order", down);
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "ClaimFailed" });
    expect(letter(aws)).toMatchObject({ orderId: "order-1", outcome: { reason: "CLAIM_FAILED" } });
  });

  test("that fails for good leaves the order RECEIVED and a letter", async () => {
    const aws = world().on("claim order", down);
    const { status, error } = await aws.run(input);
    expect({ status, error }).toEqual({ status: "FAILED", error: "ClaimFailed" });
    expect(aws.callsOf("claim order")).toHaveLength(6);
    expect(letter(aws)).toMatchObject({
      workflow: "order-fulfilment",
      orderId: "order-1",
      outcome: { reason: "CLAIM_FAILED", error: { Cause: expect.stringContaining("out of order") } },
    });
  });

  test("that fails for good fails the execution also when the letter cannot be sent", async () => {
    const aws = world().on("claim order", down).on("fulfilment-dlq", down);
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "ClaimFailed" });
  });
});

describe("stock", () => {
  test("that is short cancels the order: what was reserved is released, nothing is charged, nobody is paged", async () => {
    const aws = world().on("reserve-inventory", child("SUCCEEDED", { outcome: "OUT_OF_STOCK" }));
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.at(-1)).toBe("OrderCancelled");
    expect(aws.operations).toEqual([
      "claim order",
      "reserve-inventory",
      "record decision",
      "release-inventory",
      "settle-order",
    ]);
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "OUT_OF_STOCK" });
  });

  test.each(["FAILED", "TIMED_OUT"])(
    "whose reservation ended %s releases and fails, with the child's ARN in the letter",
    async (ended) => {
      const aws = world().on("reserve-inventory", child(ended));
      const { status, error, cause } = await aws.run(input);
      expect({ status, error }).toEqual({ status: "FAILED", error: "OrderFailed" });
      expect(aws.operations).toEqual([
        "claim order",
        "reserve-inventory",
        "record decision",
        "release-inventory",
        "settle-order",
        "fulfilment-dlq",
      ]);
      expect(settledWith(aws)).toMatchObject({ status: "FAILED", reason: "RESERVATION_FAILED" });
      expect(letter(aws).outcome.error.Cause).toContain(`:express:child:x:y ended ${ended}.`);
      expect(JSON.parse(String(cause))).toEqual(letter(aws).outcome);
    },
  );

  test("whose reservation cannot be started releases as well", async () => {
    const aws = world().on("reserve-inventory", down);
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.callsOf("reserve-inventory")).toHaveLength(4);
    expect(aws.callsOf("release-inventory")).toHaveLength(1);
  });
});

describe("the payment", () => {
  test("that is declined is not tried again; the stock is released and the order cancelled", async () => {
    const aws = world().on("process-payment", () => functionError("PaymentDeclined"));
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.at(-1)).toBe("OrderCancelled");
    expect(aws.operations.slice(2)).toEqual([
      "process-payment",
      "record decision",
      "release-inventory",
      "settle-order",
    ]);
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "PAYMENT_DECLINED" });
  });

  test("that fails is refunded before the release: nobody knows whether it was charged", async () => {
    const aws = world().on("process-payment", () => functionError("PaymentUnavailable"));
    const { status } = await aws.run(input);
    expect(status).toBe("FAILED");
    expect(aws.operations.slice(2)).toEqual([
      ...Array(4).fill("process-payment"),
      "record decision",
      "refund-payment",
      "release-inventory",
      "settle-order",
      "fulfilment-dlq",
    ]);
    expect(settledWith(aws)).toMatchObject({ status: "FAILED", reason: "PAYMENT_FAILED" });
  });

  test("that works at the third try goes on", async () => {
    const flaky = () => functionError("PaymentUnavailable");
    const aws = world().on("process-payment", flaky, flaky, () => functionResult({ chargeId: "charge-1" }));
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCompleted");
  });
});

describe("the shipment", () => {
  test("to an address that is refused: refund, then release, in that order, and cancelled", async () => {
    const aws = world().on("ship-order", () => functionError("AddressRefused"));
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.at(-1)).toBe("OrderCancelled");
    expect(aws.operations.slice(3)).toEqual([
      "ship-order",
      "record decision",
      "refund-payment",
      "release-inventory",
      "settle-order",
    ]);
    expect(JSON.parse(String(aws.callsOf("refund-payment")[0]?.Payload))).toEqual({ orderId: "order-1" });
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "ADDRESS_REFUSED" });
  });

  test("that fails: cancel the shipment, refund, release", async () => {
    const aws = world().on("ship-order", () => functionError("CarrierUnavailable"));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.operations.slice(3)).toEqual([
      ...Array(4).fill("ship-order"),
      "record decision",
      "cancel-shipment",
      "refund-payment",
      "release-inventory",
      "settle-order",
      "fulfilment-dlq",
    ]);
  });

  test("that cannot be marked is undone in the same way", async () => {
    const aws = world().on("await delivery", down);
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.operations.slice(-5)).toEqual([
      "cancel-shipment",
      "refund-payment",
      "release-inventory",
      "settle-order",
      "fulfilment-dlq",
    ]);
  });
});

describe("a compensation that fails", () => {
  const refused = () => functionError("AddressRefused");

  test("cancelling the shipment: the others are still done, and a person must look", async () => {
    const aws = world()
      .on("ship-order", () => functionError("CarrierUnavailable"))
      .on("cancel-shipment", () => functionError("CarrierUnavailable"));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.callsOf("cancel-shipment")).toHaveLength(12);
    expect(aws.operations).toContain("refund-payment");
    expect(letter(aws).outcome).toMatchObject({ reason: "COMPENSATION_FAILED", step: "CancelShipment" });
  });

  test("the refund: the stock is still released, and the order is not called cancelled", async () => {
    const aws = world()
      .on("ship-order", refused)
      .on("refund-payment", () => functionError("PaymentUnavailable"));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.callsOf("release-inventory")).toHaveLength(1);
    expect(settledWith(aws)).toMatchObject({ status: "FAILED", reason: "COMPENSATION_FAILED" });
    expect(aws.callsOf("refund-payment")).toHaveLength(12);
    expect(letter(aws)).toMatchObject({
      outcome: { step: "RefundPayment", after: { status: "CANCELLED", reason: "ADDRESS_REFUSED" } },
      mark: { marked: true },
      charge: { chargeId: "charge-1", amount: 5_000_000_000, currency: "EUR", refunded: false },
    });
  });

  test("the refund and the release: the letter names both, and the charge", async () => {
    const aws = world()
      .on("ship-order", refused)
      .on("refund-payment", () => functionError("PaymentUnavailable"))
      .on("release-inventory", child("FAILED"));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(letter(aws)).toMatchObject({
      outcome: { step: "ReleaseInventory", after: { step: "RefundPayment", after: { reason: "ADDRESS_REFUSED" } } },
      charge: { chargeId: "charge-1", refunded: false },
    });
    expect(JSON.stringify(letter(aws))).not.toContain("tok_ok");
  });

  test("the release ends badly", async () => {
    const aws = world().on("ship-order", refused).on("release-inventory", child("FAILED"));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(letter(aws)).toMatchObject({
      outcome: { reason: "COMPENSATION_FAILED", step: "ReleaseInventory" },
      charge: { chargeId: "charge-1", refunded: true },
    });
  });

  test("the release cannot be started", async () => {
    const aws = world().on("ship-order", refused).on("release-inventory", down);
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    // Four starts a try: at once, and after each of eleven waits.
    expect(aws.callsOf("release-inventory")).toHaveLength(4 * 12);
    expect(letter(aws).outcome).toMatchObject({
      step: "ReleaseInventory",
      error: { Cause: expect.stringContaining("out of order") },
    });
  });
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("order-fulfilment")).toEqual([]);
});
