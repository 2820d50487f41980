import { broughtBack, child, decided, input, letter, settledWith, world } from "../support/fulfilment";
import { functionError, functionResult, refuses } from "../support/world";

const down = refuses("InternalServerError", "out of order");
const short = child("SUCCEEDED", { outcome: "OUT_OF_STOCK" });

describe("the decision", () => {
  test("that an order is not completed is recorded by the execution that has it, before anything is undone", async () => {
    const aws = world().on("ship-order", () => functionError("AddressRefused"));
    await aws.run(input);
    const [call] = aws.callsOf("record decision");
    expect(call).toMatchObject({
      Key: { pk: { S: "ORDER#order-1" }, sk: { S: "ORDER" } },
      ConditionExpression: "claimedBy = :execution",
      ExpressionAttributeValues: { ":execution": { S: expect.stringContaining(":execution:order-fulfilment:") } },
    });
    const { ":outcome": outcome } = Object(call?.ExpressionAttributeValues);
    expect(JSON.parse(outcome.S)).toEqual({
      status: "CANCELLED",
      reason: "ADDRESS_REFUSED",
      undoFrom: "RefundPayment",
    });
    expect(aws.operations.indexOf("record decision")).toBeLessThan(aws.operations.indexOf("refund-payment"));
  });

  test("waits for the table through twenty tries", async () => {
    const aws = world()
      .on("reserve-inventory", short)
      .on("record decision", ...Array.from({ length: 20 }, () => down), () => ({}));
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCancelled");
    expect(aws.callsOf("record decision")).toHaveLength(21);
  });

  test("that cannot be recorded at all leaves everything as it is, and a letter says what there is to undo", async () => {
    const aws = world()
      .on("ship-order", () => functionError("CarrierUnavailable"))
      .on("record decision", down);
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    for (const undo of ["cancel-shipment", "refund-payment", "release-inventory"])
      expect(aws.operations).not.toContain(undo);
    expect(settledWith(aws)).toMatchObject({ status: "FAILED", reason: "COMPENSATION_FAILED" });
    expect(letter(aws)).toMatchObject({
      outcome: { step: "RecordDecision", after: { reason: "SHIPMENT_FAILED", undoFrom: "CancelShipment" } },
      charge: { chargeId: "charge-1", refunded: false },
    });
  });

  test("about an order that another execution has by now undoes and marks nothing", async () => {
    const aws = world()
      .on("await delivery", refuses("ConditionalCheckFailedException"))
      .on("record decision", refuses("ConditionalCheckFailedException"));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(aws.callsOf("await delivery")).toHaveLength(1);
    expect(aws.operations.slice(-3)).toEqual(["await delivery", "record decision", "fulfilment-dlq"]);
    expect(letter(aws)).toMatchObject({
      outcome: { step: "RecordDecision", error: { Error: "ClaimLost" }, after: { reason: "SHIPMENT_FAILED" } },
      mark: { marked: false },
      charge: { chargeId: "charge-1", refunded: false },
    });
  });
});

describe("an order that an earlier execution decided", () => {
  const cancelled = (reason: string, undoFrom: string) => ({ status: "CANCELLED", reason, undoFrom });
  test.each([
    [cancelled("OUT_OF_STOCK", "ReleaseInventory"), ["release-inventory"]],
    [cancelled("PAYMENT_DECLINED", "ReleaseInventory"), ["release-inventory"]],
    [cancelled("APPROVAL_REFUSED", "ReleaseInventory"), ["release-inventory"]],
    [cancelled("APPROVAL_TIMED_OUT", "ReleaseInventory"), ["release-inventory"]],
    [cancelled("ADDRESS_REFUSED", "RefundPayment"), ["refund-payment", "release-inventory"]],
    [cancelled("PARCEL_LOST", "RefundLostParcel"), ["refund-payment"]],
    [cancelled("DELIVERY_OVERDUE", "SendOverdueToDlq"), ["fulfilment-dlq", "refund-payment"]],
  ])("%j is undone from there and ends so, never reserved, charged or shipped", async (outcome, undone) => {
    const aws = world().on("claim order", decided(outcome));
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCancelled");
    expect(aws.operations).toEqual(["claim order", ...undone, "settle-order"]);
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: outcome.reason });
  });

  test("as FAILED is undone from the shipment on, and its letter has the first error", async () => {
    const error = { Error: "CarrierUnavailable", Cause: "told by the test" };
    const outcome = {
      status: "FAILED",
      reason: "SHIPMENT_FAILED",
      step: "ShipOrder",
      error,
      undoFrom: "CancelShipment",
    };
    const aws = world().on("claim order", decided(outcome));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(aws.operations).toEqual([
      "claim order",
      "cancel-shipment",
      "refund-payment",
      "release-inventory",
      "settle-order",
      "fulfilment-dlq",
    ]);
    expect(letter(aws).outcome).toEqual(outcome);
  });
});

describe("lines that were given back before", () => {
  test("are not sold again: the order is neither charged nor shipped, and all of it is undone", async () => {
    const aws = world().on("reserve-inventory", child("SUCCEEDED", { outcome: "RELEASED" }));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(aws.operations).toEqual([
      "claim order",
      "reserve-inventory",
      "record decision",
      "cancel-shipment",
      "refund-payment",
      "release-inventory",
      "settle-order",
      "fulfilment-dlq",
    ]);
    expect(letter(aws).outcome).toMatchObject({ reason: "RESERVATION_FAILED", error: { Error: "LinesGivenBack" } });
  });
});

test("a parcel that is lost is recorded before its refund", async () => {
  const aws = world().on("refund-payment", () => functionResult({ refunded: 1 }));
  aws.on("await delivery", broughtBack(aws, { error: "ParcelLost" }));
  await aws.run(input);
  const { ":outcome": outcome } = Object(aws.callsOf("record decision")[0]?.ExpressionAttributeValues);
  expect(JSON.parse(outcome.S)).toMatchObject({ reason: "PARCEL_LOST", undoFrom: "RefundLostParcel" });
});
