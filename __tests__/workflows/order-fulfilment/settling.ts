import { child, input, letter, settledWith, world } from "../support/fulfilment";
import { refuses, type World } from "../support/world";

const down = refuses("InternalServerError", "out of order");
const short = child("SUCCEEDED", { outcome: "OUT_OF_STOCK" });
const settled = child("SUCCEEDED", { outcome: "SETTLED" });
const notMarked = child("FAILED", undefined, "OrderNotMarked");
/** Once at once, and once after each of eleven waits of 60, 120 ... 61,440 seconds. */
const TRIES = 12;
const A_DAY = 86_400;

/** Notes the seconds of every Wait and retry. */
function patientWorld(random = () => 1): { aws: World; waited: number[] } {
  const waited: number[] = [];
  const waitMs = (seconds: number) => {
    waited.push(seconds);
    return 0;
  };
  return { aws: world({ waitMs }, { random }), waited };
}

describe("a table that is out of reach while an order closes", () => {
  test.each([1, TRIES - 1])("for %i tries: the order is settled as soon as one succeeds", async (failures) => {
    const aws = world().on("settle-order", ...Array.from({ length: failures }, () => notMarked), settled);
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCompleted");
    expect(aws.callsOf("settle-order")).toHaveLength(failures + 1);
    expect(settledWith(aws)).toMatchObject({ status: "COMPLETED" });
    expect(aws.operations).not.toContain("mark failed");
  });

  test("is waited for longer than a day, ever longer, before a person must look", async () => {
    const { aws, waited } = patientWorld();
    aws.on("settle-order", notMarked);
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(aws.callsOf("settle-order")).toHaveLength(TRIES);
    expect(waited).toEqual(Array.from({ length: TRIES - 1 }, (_, index) => 60 * 2 ** index));
    expect(waited.reduce((sum, seconds) => sum + seconds)).toBeGreaterThan(A_DAY);
  });

  test("while stock is given back is waited for as well, and the order ends as it was decided", async () => {
    const aws = world()
      .on("reserve-inventory", short)
      .on("release-inventory", child("FAILED"), down, down, down, down, child("SUCCEEDED", { outcome: "RELEASED" }));
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCancelled");
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "OUT_OF_STOCK" });
  });
});

describe("a record that is out of reach is written for at least 78 hours, whatever jitter leaves", () => {
  // https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_stepfunctions/JitterType.html: FULL takes a random number
  // between 0 and the wait, so the least that it leaves is nothing.
  test.each([
    ["record decision", "reserve-inventory", short],
    ["mark failed", "settle-order", child("FAILED", undefined, "OrderNotOpen")],
  ])("(%s)", async (write, cause, script) => {
    const { aws, waited } = patientWorld(() => 0);
    await aws.on(cause, script).on(write, down).run(input);
    expect(aws.callsOf(write)).toHaveLength(21);
    // 2 + 4 + ... + 32,768, and five times twelve hours.
    expect(waited).toEqual(Array.from({ length: 20 }, (_, index) => Math.min(2 ** (index + 1), 43_200)));
    expect(waited.reduce((sum, seconds) => sum + seconds)).toBe(65_534 + 5 * 43_200);
    expect(65_534 + 5 * 43_200).toBeGreaterThan(3 * A_DAY);
  });
});

describe("an order that cannot be settled", () => {
  test.each([
    ["completed", "its child ended badly", world().on("settle-order", child("FAILED")), "COMPLETED"],
    ["completed", "its child could not be started", world().on("settle-order", down), "COMPLETED"],
    [
      "cancelled",
      "its child ended badly",
      world().on("reserve-inventory", short).on("settle-order", child("TIMED_OUT")),
      "CANCELLED",
    ],
    [
      "cancelled",
      "its child could not be started",
      world().on("reserve-inventory", short).on("settle-order", down),
      "CANCELLED",
    ],
  ])("as %s, for %s, is marked FAILED here, and the letter has the outcome that it should have", async (...row) => {
    const [, , aws, status] = row;
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(aws.callsOf("mark failed")[0]).toMatchObject({
      ConditionExpression: "claimedBy = :execution AND #status IN (:fulfilling, :awaitingApproval, :shipped, :failed)",
      ExpressionAttributeValues: { ":reason": { S: "SETTLEMENT_FAILED" }, ":failed": { S: "FAILED" } },
    });
    expect(letter(aws)).toMatchObject({
      outcome: { reason: "SETTLEMENT_FAILED", step: "SettleOrder", after: { status } },
      mark: { marked: true },
    });
  });

  test("because it is not open is not waited for", async () => {
    const aws = world().on("settle-order", child("FAILED", undefined, "OrderNotOpen"));
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.callsOf("settle-order")).toHaveLength(1);
  });

  test.each([
    ["is in another state", refuses("ConditionalCheckFailedException", "not met"), 1, "not met"],
    ["is out of reach", down, 21, "out of order"],
  ])("nor marked, because its record %s, leaves a letter that says so, with both errors", async (...row) => {
    const [, trouble, tries, cause] = row;
    const aws = world().on("settle-order", down).on("mark failed", trouble);
    await aws.run(input);
    expect(aws.callsOf("mark failed")).toHaveLength(tries);
    expect(aws.callsOf("fulfilment-dlq")).toHaveLength(1);
    expect(letter(aws)).toMatchObject({
      outcome: { error: { Cause: expect.stringContaining("out of order") }, after: { status: "COMPLETED" } },
      mark: { marked: false, error: { Cause: expect.stringContaining(cause) } },
      charge: { chargeId: "charge-1", amount: 5_000_000_000, currency: "EUR", refunded: false },
    });
  });

  test("and whose letter cannot be sent fails the execution with the outcome all the same", async () => {
    const aws = world().on("settle-order", down).on("fulfilment-dlq", down);
    const { error, cause } = await aws.run(input);
    expect(error).toBe("OrderFailed");
    expect(JSON.parse(String(cause))).toMatchObject({ reason: "SETTLEMENT_FAILED" });
  });
});
