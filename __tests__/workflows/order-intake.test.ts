import "./order-intake/uploads";
import { noting, order, recorded } from "./support/intake";
import { waysNeverTaken } from "./support/ways";
import { cancelled, functionError, functionResult, refuses, World } from "./support/world";

const request = { bytes: 100, body: '{"orderId":"order-1"}' };

/** `waits` receives the seconds of each wait. */
function world(waits: number[] = []) {
  return new World("order-intake", noting(waits)).on("validate-order", () => functionResult({ valid: true, order }));
}

describe("an order that is valid and new", () => {
  test("is recorded, handed over and answered 202", async () => {
    const aws = world();
    const { status, output } = await aws.run(request);
    expect(status).toBe("SUCCEEDED");
    expect(output).toEqual({ statusCode: 202, body: '{"orderId":"order-1","status":"RECEIVED"}' });
    expect(aws.operations).toEqual(["validate-order", "record order", "fulfilment"]);
    expect(aws.callsOf("validate-order")[0]).toMatchObject({ Payload: JSON.stringify({ body: request.body }) });
    expect(aws.callsOf("fulfilment")[0]).toEqual({
      QueueUrl: "http://sqs/fulfilment",
      MessageBody: '{"orderId":"order-1"}',
    });
  });

  test("is recorded with its lines in an item of their own, both only if there are none yet", async () => {
    const aws = world();
    await aws.run(request);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(aws.callsOf("record order")[0]).toEqual({
      TransactItems: [
        {
          Put: {
            TableName: "orders",
            ConditionExpression: "attribute_not_exists(pk) OR #status = :rejected",
            ExpressionAttributeNames: { "#status": "status" },
            ExpressionAttributeValues: { ":rejected": { S: "REJECTED" } },
            Item: {
              pk: { S: "ORDER#order-1" },
              sk: { S: "ORDER" },
              orderId: { S: "order-1" },
              customerId: { S: "customer-1" },
              status: { S: "RECEIVED" },
              pendingHandOver: { S: "RECEIVED-7" },
              handOverAt: { L: order.handOverAt },
              handOverUntil: { S: order.handOverUntil },
              lostAfter: { S: order.lostAfter },
              currency: { S: "EUR" },
              // Beyond 2^31, and still digits.
              totalAmount: { N: "5000000000" },
              lineCount: { N: "2" },
              fingerprint: { S: "f1" },
              paymentToken: { S: "tok_ok" },
              shipTo: { S: order.shipTo },
              contact: { S: "{}" },
              receivedAt: { S: time },
              updatedAt: { S: time },
              expiresAt: { N: "1900000000" },
              linesAt: { S: order.linesAt },
            },
          },
        },
        {
          Put: {
            TableName: "orders",
            ConditionExpression: "attribute_not_exists(pk)",
            Item: {
              pk: { S: "ORDER#order-1" },
              sk: { S: "LINES" },
              lines: { S: order.lines },
              expiresAt: { N: "1900000000" },
            },
          },
        },
      ],
    });
  });
});

describe("an order that cannot be taken", () => {
  // The smaller one is of characters beyond ASCII, which take more on their way.
  test.each([40_000, 30_255])("is answered 413 without its body, naming its %i bytes", async (bytes) => {
    const aws = world();
    const { output, path } = await aws.run({ bytes });
    expect(output).toMatchObject({ statusCode: 413 });
    expect(JSON.parse(String(Object(output).body))).toEqual({
      error: "TOO_LARGE",
      message:
        `The order has ${bytes} bytes; POST /orders takes up to 32768, fewer if many of its characters are quotes or ` +
        "beyond ASCII. Upload it instead: POST /uploads returns where to PUT an order of up to 100 MB.",
    });
    expect(path).toEqual(["CheckSize", "AnswerTooLarge", "Answer"]);
    expect(aws.operations).toEqual([]);
  });

  test("is answered as the validation says, and nothing is stored", async () => {
    const answer = {
      error: "INVALID_ORDER",
      message: 'a "quoted" \\ text\n',
      details: [{ path: "/items", message: "x" }],
    };
    const aws = new World("order-intake").on("validate-order", () =>
      functionResult({ valid: false, statusCode: 422, answer }),
    );
    const { output } = await aws.run(request);
    expect(output).toEqual({ statusCode: 422, body: JSON.stringify(answer) });
    expect(aws.operations).toEqual(["validate-order"]);
  });
});

describe("an order that came before", () => {
  test("is answered 200 with its present status", async () => {
    const aws = world()
      .on("record order", cancelled("ConditionalCheckFailed", "None"))
      .on("find order", recorded("SHIPPED"));
    const { output } = await aws.run(request);
    expect(output).toEqual({ statusCode: 200, body: '{"orderId":"order-1","status":"SHIPPED"}' });
    // A business answer is not tried again, and what was handed over long ago is not handed over again.
    expect(aws.operations).toEqual(["validate-order", "record order", "find order"]);
    expect(aws.callsOf("find order")[0]).toMatchObject({ ConsistentRead: true, Key: { pk: { S: "ORDER#order-1" } } });
  });

  test("is not handed over again in the days before it is given up, while hand-overs of it can still arrive", async () => {
    const aws = world()
      .on("record order", cancelled("ConditionalCheckFailed", "None"))
      .on("find order", recorded("RECEIVED", "f1", -1));
    const { output } = await aws.run(request);
    expect(output).toEqual({ statusCode: 200, body: '{"orderId":"order-1","status":"RECEIVED"}' });
    expect(aws.callsOf("fulfilment")).toEqual([]);
  });

  test.each([
    ["recorded before it had times", undefined],
    ["young enough", 1],
  ])("%s is handed over again while it is still RECEIVED", async (_which, minutesLeft) => {
    const aws = world()
      .on("record order", cancelled("ConditionalCheckFailed", "None"))
      .on("find order", recorded("RECEIVED", "f1", minutesLeft));
    const { output } = await aws.run(request);
    expect(output).toMatchObject({ statusCode: 200 });
    expect(aws.callsOf("fulfilment")).toEqual([
      { QueueUrl: "http://sqs/fulfilment", MessageBody: '{"orderId":"order-1"}' },
    ]);
  });

  test("goes to the dead-letter queue and fails when it cannot be handed over again", async () => {
    const aws = world()
      .on("record order", cancelled("ConditionalCheckFailed", "None"))
      .on("find order", recorded("RECEIVED"))
      .on("fulfilment", refuses("ServiceUnavailable"));
    const { status, path } = await aws.run(request);
    expect(status).toBe("FAILED");
    expect(path.slice(-3)).toEqual(["DescribeLostOrder", "SendToIntakeDlq", "IntakeFailed"]);
  });

  test("with other content is answered 409", async () => {
    const aws = world()
      .on("record order", cancelled("ConditionalCheckFailed", "None"))
      .on("find order", recorded("RECEIVED", "another"));
    const { output } = await aws.run(request);
    expect(output).toMatchObject({ statusCode: 409, body: expect.stringContaining("Order order-1 exists") });
    expect(aws.callsOf("fulfilment")).toEqual([]);
  });
});

// The reasons: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
describe("a transaction that is cancelled", () => {
  const conflict = cancelled("TransactionConflict", "None");

  test.each(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])(
    "once by %s is done again, and the order is answered 202",
    async (reason) => {
      for (const fault of [cancelled(reason, "None"), cancelled("None", reason)]) {
        const waits: number[] = [];
        const aws = world(waits).on("record order", fault, () => ({}));
        expect((await aws.run(request)).output).toMatchObject({ statusCode: 202 });
        expect(aws.operations).toEqual(["validate-order", "record order", "record order", "fulfilment"]);
        expect(waits).toEqual([1]);
      }
    },
  );

  test("is done three times more, with growing waits that fit into the 29 s of the API", async () => {
    const waits: number[] = [];
    const aws = world(waits).on("record order", conflict, conflict, conflict, () => ({}));
    expect((await aws.run(request)).output).toMatchObject({ statusCode: 202 });
    expect(waits).toEqual([1, 2, 4]);
  });

  test("four times leaves a letter that names the order and no payment token or address", async () => {
    const aws = world().on("record order", conflict);
    expect(await aws.run(request)).toMatchObject({ status: "FAILED", error: "IntakeFailed" });
    expect(aws.callsOf("record order")).toHaveLength(4);
    expect(aws.callsOf("find order")).toEqual([]);
    const letter = JSON.parse(String(aws.callsOf("intake-dlq")[0]?.MessageBody));
    expect(Object.keys(letter).sort()).toEqual(["error", "execution", "orderId", "workflow"]);
    expect(letter).toMatchObject({ orderId: "order-1", error: { Error: "DynamoDb.TransactionCanceledException" } });
  });

  test.each([
    ["ConditionalCheckFailed", "TransactionConflict"],
    ["ThrottlingError", "ConditionalCheckFailed"],
  ])("by %s and %s came before: the record answers", async (...reasons) => {
    const aws = world()
      .on("record order", cancelled(...reasons))
      .on("find order", recorded("SHIPPED"));
    expect((await aws.run(request)).output).toMatchObject({ statusCode: 200 });
    expect(aws.callsOf("record order")).toHaveLength(1);
  });

  // AWS may add a reason: only those that it documents as passing are tried again.
  test.each([
    ["None", "ValidationError"],
    ["None", "ItemCollectionSizeLimitExceeded"],
    ["ValidationError", "TransactionConflict"],
    ["ThrottlingError", "ItemCollectionSizeLimitExceeded"],
    ["UnheardOf", "None"],
    ["None", "UnheardOf"],
    ["None", "None"],
  ])("by %s and %s is not done again", async (...reasons) => {
    const aws = world().on("record order", cancelled(...reasons));
    expect(await aws.run(request)).toMatchObject({ status: "FAILED", error: "IntakeFailed" });
    expect(aws.operations).toEqual(["validate-order", "record order", "intake-dlq"]);
  });

  test("for reasons that are not listed is not done again", async () => {
    const aws = world().on("record order", refuses("TransactionCanceledException", "ThrottlingError"));
    expect((await aws.run(request)).status).toBe("FAILED");
    expect(aws.callsOf("record order")).toHaveLength(1);
  });

  test.each([
    ["no order", () => ({})],
    ["only a rejection", () => ({ Item: { status: { S: "REJECTED" } } })],
  ])("by a condition where there is %s by now is done again, and then leaves a letter", async (_what, found) => {
    const failed = cancelled("None", "ConditionalCheckFailed");
    const passing = world()
      .on("record order", failed, () => ({}))
      .on("find order", found);
    expect((await passing.run(request)).output).toMatchObject({ statusCode: 202 });
    const staying = world().on("record order", failed).on("find order", found);
    expect((await staying.run(request)).error).toBe("IntakeFailed");
    expect(staying.callsOf("record order")).toHaveLength(4);
    expect(staying.callsOf("intake-dlq")).toHaveLength(1);
  });
});

describe("a dependency that stays down", () => {
  test("validation: after three tries the dead-letter queue has the error, and the execution fails", async () => {
    const aws = new World("order-intake").on("validate-order", () => functionError("Sandbox.Timedout"));
    const { status, error, cause, path } = await aws.run(request);
    expect({ status, error }).toEqual({ status: "FAILED", error: "IntakeFailed" });
    expect(aws.operations).toEqual(["validate-order", "validate-order", "validate-order", "intake-dlq"]);
    expect(path).toEqual(["CheckSize", "ValidateOrder", "DescribeUnreadOrder", "SendToIntakeDlq", "IntakeFailed"]);
    expect(JSON.parse(String(cause))).toMatchObject({ Error: "Sandbox.Timedout" });
    const letter = JSON.parse(String(aws.callsOf("intake-dlq")[0]?.MessageBody));
    expect(letter).toMatchObject({
      workflow: "order-intake",
      execution: expect.stringContaining(":express:order-intake:"),
      error: { Error: "Sandbox.Timedout" },
    });
    expect(letter).not.toHaveProperty("orderId");
  });

  test("the table: what is not a cancelled transaction is tried three times", async () => {
    const aws = world().on("record order", refuses("InternalServerError"));
    const { status } = await aws.run(request);
    expect(status).toBe("FAILED");
    expect(aws.callsOf("record order")).toHaveLength(3);
    expect(JSON.parse(String(aws.callsOf("intake-dlq")[0]?.MessageBody))).toMatchObject({ orderId: "order-1" });
  });

  test("the record cannot be read after the condition failed", async () => {
    const aws = world()
      .on("record order", cancelled("ConditionalCheckFailed", "None"))
      .on("find order", refuses("InternalServerError"));
    expect((await aws.run(request)).path.slice(-5)).toEqual([
      "FindRecordedOrder",
      "WasItUploaded",
      "DescribeLostOrder",
      "SendToIntakeDlq",
      "IntakeFailed",
    ]);
  });

  test("the queue: the order stays recorded, and the dead-letter queue has it", async () => {
    const aws = world().on("fulfilment", refuses("ServiceUnavailable"));
    const { status } = await aws.run(request);
    expect(status).toBe("FAILED");
    expect(aws.operations).toEqual([
      "validate-order",
      "record order",
      "fulfilment",
      "fulfilment",
      "fulfilment",
      "intake-dlq",
    ]);
  });

  test("the dead-letter queue too: the execution still fails with the first error", async () => {
    const aws = world()
      .on("fulfilment", refuses("ServiceUnavailable", "no queue"))
      .on("intake-dlq", refuses("ServiceUnavailable", "no letters"));
    const { error, cause } = await aws.run(request);
    expect(error).toBe("IntakeFailed");
    expect(cause).toContain("no queue");
    expect(cause).not.toContain("no letters");
  });
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("order-intake")).toEqual([]);
});
