import { attributes, broughtBack, input, letter, settledWith, tokenOf, world } from "../support/fulfilment";
import { APPROVAL_THRESHOLD, functionResult, refuses, type World } from "../support/world";

const down = refuses("InternalServerError", "out of order");
const approved = { output: { approved: true, reviewer: "reviewer-1" } };

/** An order that needs an approval; `decide` says how its first wait ends, if not by itself. */
function expensive(pace?: Parameters<typeof world>[0]): World {
  const totalAmount = { N: String(APPROVAL_THRESHOLD) };
  const aws = world(pace);
  return aws
    .on("claim order", () => ({ Attributes: { ...attributes, totalAmount } }))
    .on("await approval", broughtBack(aws, approved));
}

/** Waits end at once by themselves, until `reminded` says otherwise. */
function expensiveUndecided() {
  let patient = false;
  const aws = expensive({ callbackMs: () => (patient ? 60_000 : 0) }).on("await approval", () => ({}));
  const becomePatient = () => {
    patient = true;
    return {};
  };
  return { aws, becomePatient };
}

describe("an approval", () => {
  test.each([
    [APPROVAL_THRESHOLD - 1, 0],
    [APPROVAL_THRESHOLD, 1],
    [APPROVAL_THRESHOLD + 1, 1],
  ])("is asked for from the threshold on: %i cents", async (amount, notices) => {
    const aws = expensive().on("claim order", () => ({
      Attributes: { ...attributes, totalAmount: { N: String(amount) } },
    }));
    const { path } = await aws.run(input);
    expect(path.at(-1)).toBe("OrderCompleted");
    expect(aws.callsOf("notify approver")).toHaveLength(notices);
    expect(aws.callsOf("await approval")).toHaveLength(notices);
  });

  test("names the order and its amount to the approvers, but neither a token nor the customer", async () => {
    const aws = expensive();
    await aws.run(input);
    const [notice] = aws.callsOf("notify approver");
    expect(JSON.parse(String(notice?.Message))).toEqual({
      orderId: "order-1",
      amount: APPROVAL_THRESHOLD,
      currency: "EUR",
    });
    expect(JSON.stringify(notice)).not.toContain(tokenOf(aws.callsOf("await approval")[0]));
  });

  test("waits with the token in the order's record, and nowhere else in any state", async () => {
    const aws = expensive();
    const { output } = await aws.run(input);
    const [call] = aws.callsOf("await approval");
    expect(call).toMatchObject({
      Key: { pk: { S: "ORDER#order-1" }, sk: { S: "ORDER" } },
      ExpressionAttributeValues: { ":awaiting": { S: "AWAITING_APPROVAL" } },
    });
    expect(JSON.stringify(output)).not.toContain(tokenOf(call));
  });

  test("that is given goes on with the payment, and the record keeps who gave it", async () => {
    const aws = expensive();
    const { status } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(aws.operations).toEqual([
      "claim order",
      "reserve-inventory",
      "notify approver",
      "await approval",
      "mark approved",
      "process-payment",
      "ship-order",
      "await delivery",
      "settle-order",
    ]);
    expect(aws.callsOf("mark approved")[0]).toMatchObject({
      UpdateExpression: expect.stringContaining("REMOVE approvalToken"),
      ExpressionAttributeValues: { ":reviewer": { S: "reviewer-1" } },
    });
  });

  test("that is refused releases and cancels; nothing is charged, nobody is reminded", async () => {
    const aws = expensive();
    aws.on("await approval", broughtBack(aws, { error: "ApprovalRefused" }));
    const { path } = await aws.run(input);
    expect(path.at(-1)).toBe("OrderCancelled");
    expect(aws.operations.slice(3)).toEqual(["await approval", "record decision", "release-inventory", "settle-order"]);
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "APPROVAL_REFUSED" });
  });

  test.each([
    ["cannot be stored", down, 5],
    ["finds the order in another's hands", refuses("ConditionalCheckFailedException"), 1],
  ])("whose token %s fails the order", async (_what, trouble, tries) => {
    const aws = expensive().on("await approval", trouble);
    expect(await aws.run(input)).toMatchObject({ status: "FAILED", error: "OrderFailed" });
    expect(aws.callsOf("await approval")).toHaveLength(tries);
    expect(letter(aws).outcome).toMatchObject({ reason: "APPROVAL_FAILED", step: "AwaitApproval" });
    expect(aws.operations).toContain("release-inventory");
  });

  test("that cannot be recorded fails the order before anything is charged", async () => {
    const aws = expensive().on("mark approved", down);
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(aws.operations).not.toContain("process-payment");
    expect(letter(aws).outcome).toMatchObject({ reason: "APPROVAL_FAILED" });
  });

  test("is waited for even when the notice cannot be sent, and a letter reports it", async () => {
    const aws = expensive().on("notify approver", down);
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCompleted");
    expect(aws.callsOf("notify approver")).toHaveLength(6);
    expect(letter(aws)).toMatchObject({ orderId: "order-1", undelivered: "approval notice" });
  });

  test("is waited for even when the letter cannot be sent either", async () => {
    const aws = expensive().on("notify approver", down).on("fulfilment-dlq", down);
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCompleted");
  });
});

describe("an approval that does not come", () => {
  test("brings a reminder and a second wait with a token of its own; decided then, the order goes on", async () => {
    const { aws, becomePatient } = expensiveUndecided();
    aws.on("notify approver", () => ({}), becomePatient).on("await approval", () => ({}), broughtBack(aws, approved));
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path).toEqual(expect.arrayContaining(["AwaitApproval", "RemindApprovers", "AwaitReminded", "MarkApproved"]));
    const [first, second] = aws.callsOf("await approval").map(tokenOf);
    expect(first).not.toBe(second);
    await expect(aws.bring("SendTaskSuccess", { taskToken: String(first), output: "{}" })).rejects.toMatchObject({
      code: "TaskTimedOut",
    });
  });

  test("not after the reminder either: the order is cancelled, its stock released", async () => {
    const { aws } = expensiveUndecided();
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.slice(-9)).toEqual([
      "ApprovalTimedOut",
      "RecordDecision",
      "RouteUndo",
      "RouteRelease",
      "ReleaseInventory",
      "CheckReleased",
      "SettleOrder",
      "RouteSettled",
      "OrderCancelled",
    ]);
    expect(aws.callsOf("notify approver").map(({ Subject }) => Subject)).toEqual([
      "Order awaits approval",
      "Order still awaits approval",
    ]);
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "APPROVAL_TIMED_OUT" });
  });

  test("and is refused after the reminder", async () => {
    const { aws, becomePatient } = expensiveUndecided();
    aws
      .on("notify approver", () => ({}), becomePatient)
      .on("await approval", () => ({}), broughtBack(aws, { error: "ApprovalRefused" }));
    await aws.run(input);
    expect(settledWith(aws)).toMatchObject({ reason: "APPROVAL_REFUSED" });
  });

  test("and whose second token cannot be stored", async () => {
    const { aws } = expensiveUndecided();
    aws.on("await approval", () => ({}), down);
    expect(await aws.run(input)).toMatchObject({ error: "OrderFailed" });
    expect(letter(aws).outcome).toMatchObject({ reason: "APPROVAL_FAILED" });
  });

  test.each([
    ["a letter", () => ({})],
    ["not even a letter", down],
  ])("and whose reminder cannot be sent leaves %s, and is waited for", async (_what, dlq) => {
    const { aws, becomePatient } = expensiveUndecided();
    aws
      .on("notify approver", () => ({}), down)
      .on("fulfilment-dlq", (call) => {
        becomePatient();
        return dlq(call);
      })
      .on("await approval", () => ({}), broughtBack(aws, approved))
      .on("process-payment", () => functionResult({ chargeId: "charge-1" }));
    expect((await aws.run(input)).path.at(-1)).toBe("OrderCompleted");
    expect(letter(aws)).toMatchObject({ undelivered: "approval reminder" });
  });
});
