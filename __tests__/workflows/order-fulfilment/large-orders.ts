import { attributes, broughtBack, child, input, letter, settledWith, world } from "../support/fulfilment";
import { cancelled, functionError, functionResult, refuses, type Script, World } from "../support/world";

const BATCH = 250;
const recorded = { in: "S3", bucket: "payload", key: "lines/order-1/f1.json", bytes: 100, sha256: "checksum" };
const down = refuses("InternalServerError", "out of order");

function linesOf(count: number) {
  return Array.from({ length: count }, (_, index) => ({ sku: `sku-${index}`, quantity: 1, unitPrice: 1 }));
}

/** An order whose lines are in the bucket. Everything works; the children of reservation and release are real. */
function large(count: number) {
  const aws = new World("order-fulfilment");
  return aws
    .on("claim order", () => ({ Attributes: { ...attributes, linesAt: { S: JSON.stringify(recorded) } } }))
    .on("read lines", () => ({ Body: JSON.stringify(linesOf(count)) }))
    .on("check lines", () => ({ ContentLength: recorded.bytes, ChecksumSHA256: recorded.sha256 }))
    .on("process-payment", () => functionResult({ chargeId: "charge-1" }))
    .on("refund-payment", () => functionResult({ refunded: 1 }))
    .on("ship-order", () => functionResult({ shipmentId: "shipment-1" }))
    .on("await delivery", broughtBack(aws, { output: {} }));
}

/** Answers for the line with that sku. */
function forLine(sku: string, script: Script): Script {
  return (call) => (JSON.stringify(call).includes(`"RESERVATION#${sku}"`) ? script(call) : {});
}

function skusOf(calls: readonly object[]): string[] {
  return calls.map((call) => /RESERVATION#([\w-]+)/.exec(JSON.stringify(call))?.[1] ?? "").sort();
}

describe("an order whose lines are in the bucket", () => {
  test.each([1, BATCH, BATCH + 1, 3 * BATCH])(
    "%i lines: each is reserved once, in batches, within 10 transitions",
    async (count) => {
      const aws = large(count);
      const { status, path, transitions } = await aws.run(input);
      expect(status).toBe("SUCCEEDED");
      expect(path.at(-1)).toBe("OrderCompleted");
      expect(transitions).toBeLessThanOrEqual(10);
      expect(aws.callsOf("read lines")).toEqual([{ Bucket: recorded.bucket, Key: recorded.key }]);
      expect(aws.executionsOf("order-fulfilment/ReserveLarge")).toHaveLength(Math.ceil(count / BATCH));
      expect(skusOf(aws.callsOf("reserve line"))).toEqual(
        linesOf(count)
          .map(({ sku }) => sku)
          .sort(),
      );
      expect(aws.callsOf("load lines")).toEqual([]);
    },
  );

  test("no input or output of any state passes 64 KiB, even with the longest lines", async () => {
    const longest = linesOf(BATCH).map((_, index) => ({
      sku: `${index}`.padStart(64, "s"),
      quantity: 10_000,
      unitPrice: 100_000_000,
    }));
    const aws = large(0).on("read lines", () => ({ Body: JSON.stringify(longest) }));
    expect((await aws.run(input)).status).toBe("SUCCEEDED");
    expect(aws.executionsOf("order-fulfilment/ReserveLarge")).toHaveLength(1);
    expect(aws.largestPayload).toBeGreaterThan(30_000);
    expect(aws.largestPayload).toBeLessThanOrEqual(65_536);
  });

  test("a short line in one batch: all batches are tried, then every line is released, and the order cancelled", async () => {
    const aws = large(3 * BATCH).on("reserve line", forLine("sku-300", cancelled("None", "ConditionalCheckFailed")));
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.at(-1)).toBe("OrderCancelled");
    expect(aws.callsOf("reserve line")).toHaveLength(3 * BATCH);
    expect(skusOf(aws.callsOf("release line"))).toEqual(
      linesOf(3 * BATCH)
        .map(({ sku }) => sku)
        .sort(),
    );
    expect(aws.callsOf("close order")[0]).toMatchObject({
      ExpressionAttributeValues: { ":status": { S: "CANCELLED" }, ":reason": { S: "OUT_OF_STOCK" } },
    });
  });

  test("a line that was given back before: every line is released, nothing is charged, and the order fails", async () => {
    const aws = large(2 * BATCH)
      .on("reserve line", forLine("sku-300", cancelled("ConditionalCheckFailed", "None")))
      .on("find reservation", () => ({ Item: { state: { S: "RELEASED" } } }));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(aws.callsOf("release line")).toHaveLength(2 * BATCH);
    expect(aws.operations).not.toContain("process-payment");
    expect(letter(aws).outcome).toMatchObject({ reason: "RESERVATION_FAILED", error: { Error: "LinesGivenBack" } });
  });

  test("a line that fails for good fails its batch: every line of the order is released, each once", async () => {
    const aws = large(2 * BATCH).on("reserve line", forLine("sku-3", down));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(skusOf(aws.callsOf("release line"))).toEqual(
      linesOf(2 * BATCH)
        .map(({ sku }) => sku)
        .sort(),
    );
    expect(aws.operations).not.toContain("process-payment");
    expect(letter(aws).outcome).toMatchObject({
      reason: "RESERVATION_FAILED",
      error: { Error: "States.ExceedToleratedFailureThreshold" },
    });
  });

  test("a batch whose child cannot be started fails the reservation", async () => {
    const aws = large(1).on("reserve-inventory", down);
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.callsOf("reserve-inventory")).toHaveLength(4);
    const [batch] = aws.executionsOf("order-fulfilment/ReserveLarge");
    expect(batch?.ending).toMatchObject({ status: "FAILED", error: "ReserveBatchErred" });
  });

  test("a batch whose child gives an unknown answer fails the reservation", async () => {
    const aws = large(1).on("reserve-inventory", child("SUCCEEDED", { outcome: "PERHAPS" }));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    const [batch] = aws.executionsOf("order-fulfilment/ReserveLarge");
    expect(batch?.ending).toMatchObject({ error: "ReserveBatchFailed", cause: expect.stringContaining(":express:") });
  });

  test("an object that is not the one that was recorded: nothing is reserved, and the order fails", async () => {
    const aws = large(2).on("check lines", () => ({ ContentLength: recorded.bytes, ChecksumSHA256: "another" }));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.operations).not.toContain("reserve line");
    expect(letter(aws).outcome).toMatchObject({ reason: "COMPENSATION_FAILED", step: "ReleaseInventory" });
  });

  test("an object without a line in it is not believed, neither to reserve nor to release", async () => {
    const aws = large(0);
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.operations).not.toContain("process-payment");
    expect(letter(aws).outcome).toMatchObject({ reason: "COMPENSATION_FAILED", step: "ReleaseInventory" });
  });

  test("an object that cannot be read is tried four times for the reservation, and for over a day for the release", async () => {
    const aws = large(1).on("read lines", refuses("NoSuchKey", "no such key"));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.callsOf("read lines")).toHaveLength(4 + 4 * 12);
    expect(letter(aws).outcome).toMatchObject({
      step: "ReleaseInventory",
      error: { Error: "States.ItemReaderFailed", Cause: expect.stringContaining("no such key") },
    });
  });
});

describe("the release of an order whose lines are in the bucket", () => {
  const refused = () => functionError("AddressRefused");

  test("gives back every line once, after the refund", async () => {
    const aws = large(2 * BATCH).on("ship-order", refused);
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCancelled");
    expect(aws.callsOf("release line")).toHaveLength(2 * BATCH);
    expect(aws.operations.indexOf("refund-payment")).toBeLessThan(aws.operations.indexOf("release line"));
  });

  test.each([
    ["fails", child("FAILED"), "ReleaseBatchFailed"],
    ["cannot be started", down, "ReleaseBatchErred"],
  ])("with a batch whose child %s fails the order and says at which step", async (_what, script, error) => {
    const aws = large(1).on("ship-order", refused).on("release-inventory", script);
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    const [batch] = aws.executionsOf("order-fulfilment/ReleaseLarge");
    expect(batch?.ending).toMatchObject({ status: "FAILED", error });
    expect(letter(aws).outcome).toMatchObject({ reason: "COMPENSATION_FAILED", step: "ReleaseInventory" });
  });
});

test("few lines and many are settled alike", async () => {
  const few = world();
  await few.run(input);
  const many = large(1).on("settle-order", child("SUCCEEDED", { outcome: "SETTLED" }));
  await many.run(input);
  expect(settledWith(many)).toEqual(settledWith(few));
});
