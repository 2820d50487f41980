import { waysNeverTaken } from "./support/ways";
import { cancelled, refuses, type Script, World } from "./support/world";

const input = { orderId: "order-1", customerId: "customer-1", expiresAt: "1900000000" };
const neverReserved = cancelled("ConditionalCheckFailed", "None");

function world(...skus: string[]) {
  const text = JSON.stringify(skus.map((sku) => ({ sku, quantity: 3, unitPrice: 5 })));
  const load: Script = () => ({ Item: { lines: { S: text } } });
  return new World("release-inventory").on("load lines", load);
}

describe("giving back what was reserved", () => {
  test("one transaction a line: the reservation is released and the stock grows, both or neither", async () => {
    const aws = world("a", "b");
    const { status, output } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(output).toEqual({ outcome: "RELEASED" });
    expect(aws.callsOf("release line")).toHaveLength(2);
    expect(aws.callsOf("release line")[0]).toEqual({
      TransactItems: [
        {
          Update: {
            TableName: "orders",
            Key: { pk: { S: "ORDER#order-1" }, sk: { S: "RESERVATION#a" } },
            UpdateExpression: "SET #state = :released",
            ConditionExpression: "#state = :reserved",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":released": { S: "RELEASED" }, ":reserved": { S: "RESERVED" } },
          },
        },
        {
          Update: {
            TableName: "orders",
            Key: { pk: { S: "STOCK#a" }, sk: { S: "STOCK" } },
            UpdateExpression: "SET onHand = onHand + :quantity",
            ExpressionAttributeValues: { ":quantity": { N: "3" } },
          },
        },
      ],
    });
  });

  test("a line that was never reserved is barred, so that a late reservation is refused", async () => {
    const aws = world("a").on("release line", neverReserved);
    const { output } = await aws.run(input);
    expect(output).toEqual({ outcome: "RELEASED" });
    expect(aws.callsOf("bar line")[0]).toMatchObject({
      ConditionExpression: "attribute_not_exists(pk) OR #state = :released",
      Item: {
        sk: { S: "RESERVATION#a" },
        state: { S: "RELEASED" },
        quantity: { N: "3" },
        expiresAt: { N: "1900000000" },
      },
    });
  });

  test("a reservation that came between is released after all", async () => {
    const aws = world("a")
      .on("release line", neverReserved, () => ({}))
      .on("bar line", refuses("ConditionalCheckFailedException"));
    const { output, path } = await aws.run(input);
    expect(output).toEqual({ outcome: "RELEASED" });
    expect(path.filter((state) => state === "ReleaseLine")).toHaveLength(2);
    expect(aws.callsOf("bar line")).toHaveLength(1);
  });

  test("a reservation that comes back each time fails the line after six tries", async () => {
    const aws = world("a").on("release line", neverReserved).on("bar line", refuses("ConditionalCheckFailedException"));
    expect(await aws.run(input)).toMatchObject({ error: "ReleaseLinesFailed" });
    expect(aws.callsOf("release line")).toHaveLength(6);
  });

  test.each([
    ["another transaction held the stock", cancelled("None", "TransactionConflict")],
    ["the account was throttled", cancelled("ThrottlingError", "None")],
    ["the table was throttled", cancelled("None", "ProvisionedThroughputExceeded")],
  ])("%s: the line waits and tries again, six times at most", async (_what, refusal) => {
    const passing = world("a").on("release line", ...Array.from({ length: 5 }, () => refusal), () => ({}));
    expect((await passing.run(input)).output).toEqual({ outcome: "RELEASED" });
    const staying = world("a").on("release line", refusal);
    expect((await staying.run(input)).cause).toContain("Transaction cancelled");
    expect(staying.callsOf("release line")).toHaveLength(6);
  });

  test.each([
    ["ValidationError", "None"],
    ["None", "ItemCollectionSizeLimitExceeded"],
    ["ValidationError", "TransactionConflict"],
    ["None", "UnheardOf"],
  ])("a transaction cancelled as [%s, %s] fails the line at the first try", async (...reasons) => {
    const aws = world("a").on("release line", cancelled(...reasons));
    expect((await aws.run(input)).cause).toContain(reasons.join(", "));
    expect(aws.callsOf("release line")).toHaveLength(1);
  });
});

describe("a table that stays down", () => {
  test("the lines cannot be loaded", async () => {
    const aws = new World("release-inventory").on("load lines", refuses("InternalServerError"));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "LinesNotLoaded" });
    expect(aws.callsOf("load lines")).toHaveLength(4);
  });

  test("a line cannot be released", async () => {
    const aws = world("a").on("release line", refuses("InternalServerError"));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "ReleaseLinesFailed" });
    expect(aws.callsOf("release line")).toHaveLength(4);
  });

  test("a line cannot be barred", async () => {
    const aws = world("a").on("release line", neverReserved).on("bar line", refuses("InternalServerError"));
    const { error, path } = await aws.run(input);
    expect(error).toBe("ReleaseLinesFailed");
    expect(path.slice(-3)).toEqual(["BarLine", "LineFailed", "ReleaseLinesFailed"]);
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
    const aws = new World("release-inventory").on("check lines", () => found);
    expect((await aws.run(batch)).output).toEqual({ outcome: "RELEASED" });
    expect(aws.operations).toEqual(["check lines", "release line"]);
    expect(aws.callsOf("check lines")).toEqual([
      { Bucket: "payload", Key: "lines/order-1/f1.json", ChecksumMode: "ENABLED" },
    ]);
    expect(JSON.stringify(aws.callsOf("release line")[0])).toContain('"ORDER#order-1"');
  });

  test.each([
    ["checksum", { ...found, ChecksumSHA256: "another" }],
    ["size", { ...found, ContentLength: 101 }],
  ])("of an object with another %s is not touched", async (_what, changed) => {
    const aws = new World("release-inventory").on("check lines", () => changed);
    expect(await aws.run(batch)).toMatchObject({ status: "FAILED", error: "LinesChanged" });
    expect(aws.operations).toEqual(["check lines"]);
  });

  test("of an object that cannot be checked fails after four tries", async () => {
    const aws = new World("release-inventory").on("check lines", refuses("NoSuchKey"));
    expect(await aws.run(batch)).toMatchObject({ status: "FAILED", error: "LinesNotLoaded" });
    expect(aws.operations).toEqual(Array(4).fill("check lines"));
  });
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("release-inventory")).toEqual([]);
});
