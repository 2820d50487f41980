import { noting, order, recorded } from "../support/intake";
import { cancelled, functionError, functionResult, refuses, World } from "../support/world";

const UPLOAD_ID = "11111111-2222-4333-8444-555555555555";
const upload = { bucket: "payload", key: `uploads/${UPLOAD_ID}`, size: 40_000, etag: "e", versionId: "v" };
const input = { upload };
const linesAt = JSON.stringify({ in: "S3", bucket: "payload", key: "lines/order-1/f1.json", bytes: 9, sha256: "c" });
const rejection = {
  uploadId: UPLOAD_ID,
  orderId: "order-1",
  reason: "INVALID_ORDER: /items/99998/quantity expected 1 to 10000, and 0 more.",
  currency: "EUR",
  expiresAt: 1_900_000_000,
};
const refused = refuses("ConditionalCheckFailedException");
const down = refuses("InternalServerError", "out of order");

function valid(waits: number[] = []) {
  const uploaded = { ...order, lines: "[]", linesAt, uploadId: UPLOAD_ID };
  return new World("order-intake", noting(waits)).on("validate-order", () =>
    functionResult({ valid: true, order: uploaded }),
  );
}

function invalid() {
  const answer = { error: "INVALID_ORDER", message: "x", details: [] };
  return new World("order-intake").on("validate-order", () =>
    functionResult({ valid: false, statusCode: 422, answer, rejection }),
  );
}

function letter(aws: World) {
  return JSON.parse(String(aws.callsOf("intake-dlq")[0]?.MessageBody));
}

describe("an upload that is a valid order", () => {
  test("is validated by reference, recorded with the place of its lines, and handed over", async () => {
    const aws = valid();
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path).toEqual([
      "CheckSize",
      "ValidateUpload",
      "IsOrderValid",
      "RecordOrder",
      "HandOver",
      "AnswerAccepted",
      "Answer",
    ]);
    expect(JSON.parse(String(aws.callsOf("validate-order")[0]?.Payload))).toEqual({ upload });
    expect(aws.callsOf("record order")[0]).toMatchObject({
      TransactItems: [{ Put: { Item: { linesAt: { S: linesAt } } } }, { Put: { Item: { lines: { S: "[]" } } } }],
    });
    expect(aws.callsOf("fulfilment")).toHaveLength(1);
  });

  test("and is delivered twice leaves one order, and hands it over at most again", async () => {
    const aws = valid()
      .on("record order", cancelled("ConditionalCheckFailed", "None"))
      .on("find order", recorded("SHIPPED"));
    const { output } = await aws.run(input);
    expect(output).toMatchObject({ statusCode: 200 });
    expect(aws.operations).toEqual(["validate-order", "record order", "find order"]);
  });

  test("under the id of another order is rejected under the upload's id; the other stays as it is", async () => {
    const aws = valid()
      .on("record order", cancelled("ConditionalCheckFailed", "None"))
      .on("find order", recorded("RECEIVED", "another"));
    const { status, output, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.slice(-3)).toEqual(["DescribeConflict", "RecordUploadRejection", "UploadRejected"]);
    // Nothing of the metadata that AWS adds to the result of getItem.
    expect(output).toMatchObject({ uploadId: UPLOAD_ID });
    expect(output).not.toHaveProperty("recorded");
    expect(aws.callsOf("record rejection")).toEqual([
      expect.objectContaining({
        Item: expect.objectContaining({
          pk: { S: `ORDER#${UPLOAD_ID}` },
          orderId: { S: UPLOAD_ID },
          status: { S: "REJECTED" },
          reason: { S: "ORDER_CONFLICT: order order-1 exists with different content." },
        }),
      }),
    ]);
    expect(aws.callsOf("fulfilment")).toEqual([]);
  });
});

describe("an upload that is not a valid order", () => {
  test("is recorded as REJECTED under its order's id, with the place in the reason", async () => {
    const aws = invalid();
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.slice(-2)).toEqual(["RecordRejection", "UploadRejected"]);
    expect(aws.operations).toEqual(["validate-order", "record rejection"]);
    expect(aws.callsOf("record rejection")[0]).toMatchObject({
      ConditionExpression: "attribute_not_exists(pk) OR #status = :rejected",
      Item: {
        pk: { S: "ORDER#order-1" },
        sk: { S: "ORDER" },
        status: { S: "REJECTED" },
        reason: { S: rejection.reason },
        currency: { S: "EUR" },
        totalAmount: { N: "0" },
        expiresAt: { N: "1900000000" },
      },
    });
  });

  test("is recorded under its own id when the order's id is taken", async () => {
    const aws = invalid().on("record rejection", refused, () => ({}));
    expect((await aws.run(input)).status).toBe("SUCCEEDED");
    expect(aws.callsOf("record rejection").map(({ Item }) => Object(Item).pk)).toEqual([
      { S: "ORDER#order-1" },
      { S: `ORDER#${UPLOAD_ID}` },
    ]);
  });

  // The condition takes an earlier rejection, so what is in the way is an order: its client chose the upload's id.
  test("and whose own id is taken as well goes to the dead-letter queue, because no record can say why", async () => {
    const aws = invalid().on("record rejection", refused);
    const { status, path } = await aws.run(input);
    expect(status).toBe("FAILED");
    expect(path.slice(-4)).toEqual(["RecordUploadRejection", "DescribeLostUpload", "SendToIntakeDlq", "IntakeFailed"]);
    expect(aws.callsOf("record rejection")).toHaveLength(2);
    expect(letter(aws)).toMatchObject({ upload, error: { Error: "DynamoDB.ConditionalCheckFailedException" } });
  });

  test.each([
    ["at first", [down]],
    ["under its own id", [refused, down]],
  ])("and cannot be recorded %s goes to the dead-letter queue", async (_when, scripts) => {
    const aws = invalid().on("record rejection", ...scripts);
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "IntakeFailed" });
    expect(letter(aws)).toMatchObject({ upload, error: { Cause: expect.stringContaining("out of order") } });
  });
});

describe("an upload that cannot be read", () => {
  test("goes to the dead-letter queue, after two tries that fit into the execution's time", async () => {
    const aws = new World("order-intake").on("validate-order", () => functionError("Sandbox.Timedout"));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "IntakeFailed" });
    expect(aws.callsOf("validate-order")).toHaveLength(2);
    expect(letter(aws)).toEqual({
      workflow: "order-intake",
      execution: expect.stringContaining(":express:order-intake:"),
      upload,
      error: { Error: "Sandbox.Timedout", Cause: expect.anything() },
    });
  });
});

describe("a step that fails after an upload was read", () => {
  // The runbook runs intake again with this upload as its input, so every letter of an upload holds it.
  test.each([
    ["record order", cancelled("ThrottlingError", "None")],
    ["record order", cancelled("UnheardOf", "None")],
    ["record order", down],
    ["find order", down],
    ["fulfilment", down],
  ])("(%s) leaves a letter that holds the whole upload, and no payment token or address", async (operation, fault) => {
    const aws = valid().on(operation, fault);
    if (operation === "find order") aws.on("record order", cancelled("ConditionalCheckFailed", "None"));
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "IntakeFailed" });
    expect(Object.keys(letter(aws)).sort()).toEqual(["error", "execution", "upload", "workflow"]);
    expect(letter(aws)).toMatchObject({ workflow: "order-intake", upload });
    expect(String(aws.callsOf("intake-dlq")[0]?.MessageBody)).not.toMatch(/tok_ok|A \\"B/);
  });

  test("and passes is tried again for longer than a caller of the API would wait", async () => {
    const waits: number[] = [];
    const aws = valid(waits).on(
      "record order",
      ...Array.from({ length: 3 }, () => cancelled("None", "TransactionConflict")),
      () => ({}),
    );
    expect((await aws.run(input)).status).toBe("SUCCEEDED");
    expect(waits).toEqual([3, 6, 12]);
  });
});
