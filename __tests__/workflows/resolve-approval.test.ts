import { letter, settledWith } from "./support/fulfilment";
import { answerOf, awaitingApproval } from "./support/token-holder";
import { waysNeverTaken } from "./support/ways";
import { refuses, World } from "./support/world";

const approval = { approved: true, reviewer: "reviewer-1", comment: "fine" };
const refusal = { approved: false, reviewer: "reviewer-1" };
const down = refuses("InternalServerError", "out of order");

function decision(body?: unknown) {
  return { orderId: "order-1", ...(body !== undefined && { body }) };
}

/** An order in this state; only resolve-approval runs. */
function recorded(status: string, approvalToken?: string) {
  const token = approvalToken === undefined ? {} : { approvalToken: { S: approvalToken } };
  return new World("resolve-approval").on("find token", () => ({ Item: { status: { S: status }, ...token } }));
}

describe("a decision", () => {
  test("for the order lets it go on, and the answer contains no token", async () => {
    const { aws, token, execution } = await awaitingApproval();
    const { output } = await aws.run(decision(approval), "resolve-approval");
    expect(answerOf(output)).toEqual({ statusCode: 200, body: { orderId: "order-1", approved: true } });
    expect((await aws.finish(execution)).path).toContain("MarkApproved");
    expect(JSON.stringify(output)).not.toContain(token);
    aws.close();
  });

  test("against the order cancels it", async () => {
    const { aws, execution } = await awaitingApproval();
    const { output } = await aws.run(decision(refusal), "resolve-approval");
    expect(answerOf(output)).toEqual({ statusCode: 200, body: { orderId: "order-1", approved: false } });
    expect((await aws.finish(execution)).path).toContain("ApprovalRefused");
    expect(settledWith(aws)).toMatchObject({ status: "CANCELLED", reason: "APPROVAL_REFUSED" });
    expect(() => letter(aws)).toThrow();
  });

  test("is accepted once: the second is answered 409, whatever it says", async () => {
    const { aws, token, execution } = await awaitingApproval();
    await aws.run(decision(refusal), "resolve-approval");
    for (const body of [approval, refusal]) {
      const { output } = await aws.run(decision(body), "resolve-approval");
      expect(answerOf(output)).toMatchObject({ statusCode: 409, body: { error: "NOT_AWAITING_APPROVAL" } });
      expect(JSON.stringify(output)).not.toContain(token);
    }
    await aws.finish(execution);
  });

  test("of two that arrive at once, one is accepted", async () => {
    const { aws, execution } = await awaitingApproval();
    const answers = await Promise.all([approval, refusal].map((body) => aws.run(decision(body), "resolve-approval")));
    expect(answers.map(({ output }) => answerOf(output).statusCode).sort()).toEqual([200, 409]);
    await aws.finish(execution);
    aws.close();
  });

  test("is read from the record as it is now", async () => {
    const aws = recorded("AWAITING_APPROVAL", "t");
    await aws.run(decision(approval), "resolve-approval");
    expect(aws.callsOf("find token")[0]).toMatchObject({ ConsistentRead: true, Key: { pk: { S: "ORDER#order-1" } } });
  });
});

describe("an order that does not await approval", () => {
  test.each([
    ["is unknown", new World("resolve-approval").on("find token", () => ({}))],
    ["does not wait yet", recorded("FULFILLING")],
    ["waits no more", recorded("CANCELLED", "spent")],
    ["has a token that nobody gave out", recorded("AWAITING_APPROVAL", "forged")],
  ])("because it %s is answered 409", async (_why, aws) => {
    const { output } = await aws.run(decision(approval), "resolve-approval");
    expect(answerOf(output)).toMatchObject({ statusCode: 409, body: { error: "NOT_AWAITING_APPROVAL" } });
  });

  test.each([
    ["SendTaskSuccess", approval],
    ["SendTaskFailure", refusal],
  ])("as %s reports at its only try", async (action, body) => {
    for (const code of ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]) {
      const aws = recorded("AWAITING_APPROVAL", "t").on(action, refuses(code));
      expect(answerOf((await aws.run(decision(body), "resolve-approval")).output).statusCode).toBe(409);
      expect(aws.callsOf(action)).toHaveLength(1);
    }
  });
});

describe("a body that is not a decision", () => {
  test.each([
    ["no body", undefined],
    ["text", "approved"],
    ["a list", [approval]],
    ["nothing in it", {}],
    ["approved as text", { ...approval, approved: "true" }],
    ["no reviewer", { approved: true }],
    ["an empty reviewer", { ...approval, reviewer: "" }],
    ["a reviewer that is a number", { ...approval, reviewer: 5 }],
    ["null for a reviewer", { ...approval, reviewer: null }],
    ["a comment that is no text", { ...approval, comment: {} }],
  ])("%s is answered 422, and the order is not looked up", async (_what, body) => {
    const aws = recorded("AWAITING_APPROVAL", "t");
    const { output } = await aws.run(decision(body), "resolve-approval");
    expect(answerOf(output)).toMatchObject({ statusCode: 422, body: { error: "INVALID_APPROVAL" } });
    expect(aws.operations).toEqual([]);
  });
});

test("a body that the API left out is answered 413 with its size and the limit, and the order is not looked up", async () => {
  const aws = recorded("AWAITING_APPROVAL", "t");
  const { output } = await aws.run({
    ...decision(),
    tooLarge: { characters: 24_001, limit: 24_000 },
  });
  expect(answerOf(output)).toEqual({
    statusCode: 413,
    body: {
      error: "TOO_LARGE",
      message:
        "The approval has 24001 characters once it is escaped for JSON, where one beyond ASCII takes six; up to 24000 are taken. Shorten the comment.",
    },
  });
  expect(aws.operations).toEqual([]);
});

describe("a dependency that stays down", () => {
  test.each([
    ["find token", approval],
    ["SendTaskSuccess", approval],
    ["SendTaskFailure", refusal],
  ])("%s fails the execution after three tries, so that the API says to try again", async (operation, body) => {
    const aws = recorded("AWAITING_APPROVAL", "secret-token").on(operation, down);
    const { status, error, cause } = await aws.run(decision(body), "resolve-approval");
    expect({ status, error }).toEqual({ status: "FAILED", error: "TokenNotSent" });
    expect(aws.callsOf(operation)).toHaveLength(3);
    expect(cause).not.toContain("secret-token");
  });
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("resolve-approval")).toEqual([]);
});
