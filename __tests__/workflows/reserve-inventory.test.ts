import { waysNeverTaken } from "./support/ways";
import { cancelled, refuses, type Script, World } from "./support/world";

const input = { orderId: "order-1", customerId: "customer-1", expiresAt: "1900000000" };

function lines(...skus: string[]): Script {
  const text = JSON.stringify(skus.map((sku) => ({ sku, quantity: 2, unitPrice: 5 })));
  return () => ({ Item: { lines: { S: text } } });
}

function reservation(state: string): Script {
  return () => ({ Item: { state: { S: state } } });
}

/** Answers by the sku of the line. */
function bySku(answers: Readonly<Record<string, Script>>): Script {
  return (call) => {
    const [, sku = ""] = /RESERVATION#([\w-]+)/.exec(JSON.stringify(call)) ?? [];
    return answers[sku]?.(call) ?? {};
  };
}

describe("reserving every line", () => {
  test("one transaction a line: the reservation record and the stock, both or neither", async () => {
    const aws = new World("reserve-inventory").on("load lines", lines("a"));
    const { status, output } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(output).toEqual({ outcome: "RESERVED" });
    expect(aws.callsOf("reserve line")).toEqual([
      {
        TransactItems: [
          {
            Put: {
              TableName: "orders",
              ConditionExpression: "attribute_not_exists(pk)",
              Item: {
                pk: { S: "ORDER#order-1" },
                sk: { S: "RESERVATION#a" },
                sku: { S: "a" },
                quantity: { N: "2" },
                state: { S: "RESERVED" },
                expiresAt: { N: "1900000000" },
              },
            },
          },
          {
            Update: {
              TableName: "orders",
              Key: { pk: { S: "STOCK#a" }, sk: { S: "STOCK" } },
              UpdateExpression: "SET onHand = onHand - :quantity",
              ConditionExpression: "onHand >= :quantity",
              ExpressionAttributeValues: { ":quantity": { N: "2" } },
            },
          },
        ],
      },
    ]);
  });

  test("300 lines are reserved, ten at a time, each with its own sku", async () => {
    const skus = Array.from({ length: 300 }, (_, index) => `sku-${index}`);
    let running = 0;
    let most = 0;
    const aws = new World("reserve-inventory").on("load lines", lines(...skus)).on("reserve line", async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return {};
    });
    expect((await aws.run(input)).output).toEqual({ outcome: "RESERVED" });
    expect(most).toBe(10);
    const reserved = aws.callsOf("reserve line").map((call) => /RESERVATION#([\w-]+)/.exec(JSON.stringify(call))?.[1]);
    expect(reserved.sort()).toEqual(skus.sort());
  });

  test.each([
    ["", cancelled("ConditionalCheckFailed", "None")],
    [", also when its stock has run out since", cancelled("ConditionalCheckFailed", "ConditionalCheckFailed")],
    [", also when another order takes of its stock", cancelled("ConditionalCheckFailed", "TransactionConflict")],
  ])("a line that this order reserved before counts as reserved%s", async (_what, refusal) => {
    const aws = new World("reserve-inventory")
      .on("load lines", lines("a", "b"))
      .on("reserve line", bySku({ a: refusal }))
      .on("find reservation", reservation("RESERVED"));
    expect((await aws.run(input)).output).toEqual({ outcome: "RESERVED" });
    expect(aws.callsOf("reserve line")).toHaveLength(2);
    expect(aws.callsOf("find reservation")).toEqual([
      expect.objectContaining({
        ConsistentRead: true,
        Key: { pk: { S: "ORDER#order-1" }, sk: { S: "RESERVATION#a" } },
      }),
    ]);
  });
});

describe("a reservation that is there, but not RESERVED", () => {
  const taken = cancelled("ConditionalCheckFailed", "None");

  test.each([
    ["alone", {}],
    ["beside a line that is short", { b: cancelled("None", "ConditionalCheckFailed") }],
  ])("was given back, and the order is not reserved, %s", async (_what, others) => {
    const aws = new World("reserve-inventory")
      .on("load lines", lines("a", "b"))
      .on("reserve line", bySku({ a: taken, ...others }))
      .on("find reservation", reservation("RELEASED"));
    expect((await aws.run(input)).output).toEqual({ outcome: "RELEASED" });
    expect(aws.callsOf("reserve line")).toHaveLength(2);
  });

  test("went since, so the line is reserved anew", async () => {
    const aws = new World("reserve-inventory").on("load lines", lines("a")).on("reserve line", taken, () => ({}));
    expect((await aws.run(input)).output).toEqual({ outcome: "RESERVED" });
    expect(aws.callsOf("reserve line")).toHaveLength(2);
  });

  test("cannot be read: the line fails, and nobody guesses", async () => {
    const aws = new World("reserve-inventory")
      .on("load lines", lines("a"))
      .on("reserve line", taken)
      .on("find reservation", refuses("InternalServerError", "no table"));
    const { error, cause } = await aws.run(input);
    expect(error).toBe("ReserveLinesFailed");
    expect(cause).toContain("no table");
    expect(aws.callsOf("find reservation")).toHaveLength(4);
  });
});

describe("stock that is short", () => {
  test("one short line makes the order short, and every other line is still tried to its end", async () => {
    const aws = new World("reserve-inventory")
      .on("load lines", lines("a", "b", "c"))
      .on("reserve line", bySku({ b: cancelled("None", "ConditionalCheckFailed") }));
    const { status, output } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(output).toEqual({ outcome: "OUT_OF_STOCK" });
    expect(aws.callsOf("reserve line")).toHaveLength(3);
  });

  test("of a line whose reservation is written by another transaction is asked for again", async () => {
    const both = cancelled("TransactionConflict", "ConditionalCheckFailed");
    const aws = new World("reserve-inventory").on("load lines", lines("a")).on("reserve line", both, () => ({}));
    expect((await aws.run(input)).output).toEqual({ outcome: "RESERVED" });
  });
});

describe("a transaction that was cancelled for what passes", () => {
  const passing = [
    ["another transaction held the stock", cancelled("None", "TransactionConflict")],
    ["the account was throttled", cancelled("ThrottlingError", "None")],
    ["the table was throttled", cancelled("None", "ProvisionedThroughputExceeded")],
  ] as const;

  test.each(passing)("%s: the line waits, longer each time, and tries again", async (_what, refusal) => {
    const waited: number[] = [];
    const aws = new World("reserve-inventory", {
      waitMs: (seconds) => {
        waited.push(seconds);
        return 0;
      },
    });
    aws.on("load lines", lines("a")).on("reserve line", ...Array.from({ length: 5 }, () => refusal), () => ({}));
    expect((await aws.run(input)).output).toEqual({ outcome: "RESERVED" });
    expect(waited).toHaveLength(5);
    for (const [index, seconds] of waited.entries()) {
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThan(2 ** (index + 1));
    }
  });

  test.each(passing)("%s, six times over: the line fails with what AWS said", async (_what, refusal) => {
    const aws = new World("reserve-inventory").on("load lines", lines("a")).on("reserve line", refusal);
    const { error, cause } = await aws.run(input);
    expect(error).toBe("ReserveLinesFailed");
    expect(cause).toContain("Transaction cancelled");
    expect(aws.callsOf("reserve line")).toHaveLength(6);
  });
});

describe("a transaction that was cancelled for what stays", () => {
  test.each([
    ["ValidationError", "None"],
    ["None", "ItemCollectionSizeLimitExceeded"],
    ["ValidationError", "TransactionConflict"],
    ["None", "UnheardOf"],
  ])("[%s, %s]: the line fails at the first try, with what AWS said", async (...reasons) => {
    const aws = new World("reserve-inventory").on("load lines", lines("a")).on("reserve line", cancelled(...reasons));
    const { error, cause } = await aws.run(input);
    expect(error).toBe("ReserveLinesFailed");
    expect(cause).toContain(reasons.join(", "));
    expect(aws.callsOf("reserve line")).toHaveLength(1);
  });
});

describe("a table that stays down", () => {
  test("the lines cannot be loaded: tried four times, then failed", async () => {
    const aws = new World("reserve-inventory").on("load lines", refuses("InternalServerError", "no table"));
    const { status, error, cause } = await aws.run(input);
    expect({ status, error }).toEqual({ status: "FAILED", error: "LinesNotLoaded" });
    expect(cause).toContain("no table");
    expect(aws.callsOf("load lines")).toHaveLength(4);
  });

  test("a line cannot be reserved: the error of the line is the cause of the execution's", async () => {
    const aws = new World("reserve-inventory")
      .on("load lines", lines("a"))
      .on("reserve line", refuses("InternalServerError", "no table"));
    const { status, error, cause, path } = await aws.run(input);
    expect({ status, error }).toEqual({ status: "FAILED", error: "ReserveLinesFailed" });
    expect(JSON.parse(String(cause))).toMatchObject({
      Error: "LineFailed",
      Cause: expect.stringContaining("no table"),
    });
    expect(path.slice(-2)).toEqual(["LineFailed", "ReserveLinesFailed"]);
  });
});

describe("a batch of a large order", () => {
  const source = { in: "S3", bucket: "payload", key: "lines/order-1/f1.json", bytes: 100, sha256: "checksum" };
  const batch = {
    BatchInput: { orderId: "order-1", expiresAt: "1900000000", source },
    Items: [{ sku: "a", quantity: 2, unitPrice: 5 }],
  };
  const found = { ContentLength: 100, ChecksumSHA256: "checksum" };

  test("brings its lines, which are not loaded from the table", async () => {
    const aws = new World("reserve-inventory").on("check lines", () => found);
    expect((await aws.run(batch)).output).toEqual({ outcome: "RESERVED" });
    expect(aws.operations).toEqual(["check lines", "reserve line"]);
    expect(aws.callsOf("check lines")).toEqual([
      { Bucket: "payload", Key: "lines/order-1/f1.json", ChecksumMode: "ENABLED" },
    ]);
    expect(JSON.stringify(aws.callsOf("reserve line")[0])).toContain('"ORDER#order-1"');
  });

  test.each([
    ["checksum", { ...found, ChecksumSHA256: "another" }],
    ["size", { ...found, ContentLength: 101 }],
  ])("of an object with another %s is not touched", async (_what, changed) => {
    const aws = new World("reserve-inventory").on("check lines", () => changed);
    expect(await aws.run(batch)).toMatchObject({ status: "FAILED", error: "LinesChanged" });
    expect(aws.operations).toEqual(["check lines"]);
  });

  test("of an object that cannot be checked fails after four tries", async () => {
    const aws = new World("reserve-inventory").on("check lines", refuses("NoSuchKey"));
    expect(await aws.run(batch)).toMatchObject({ status: "FAILED", error: "LinesNotLoaded" });
    expect(aws.operations).toEqual(Array(4).fill("check lines"));
  });
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("reserve-inventory")).toEqual([]);
});
