import { TASK_TOKEN } from "../../../../tools/aws/token-watch";
import type { JsonObject } from "../../../../tools/support/json";
import { order, START_TIMEOUT_MS, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 600_000;

/** From this total on, dev needs a person's approval. */
const THRESHOLD = 5_000_000;

describe("the approval of an order, over HTTP", () => {
  let platform: TestPlatform;
  const notices: JsonObject[] = [];
  const tokens: string[] = [];

  beforeAll(async () => {
    platform = await startTestPlatform();
    platform.intercept((call, pass) => {
      if (call.service === "sns" && String(call.input.TopicArn).endsWith("-approver")) notices.push(call.input);
      if (call.service === "dynamodb") tokens.push(...(JSON.stringify(call.input).match(TASK_TOKEN) ?? []));
      return pass(call);
    });
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await platform.stop();
  });

  const expensive = (unitPrice = THRESHOLD) => order({ items: [{ sku: "OVEN", quantity: 1, unitPrice }] });
  const awaiting = async () => {
    const sent = expensive();
    await platform.post("/orders", sent);
    await platform.becomes(sent.orderId, "AWAITING_APPROVAL");
    return sent.orderId;
  };
  const decide = (orderId: string, body: unknown) => platform.post(`/orders/${orderId}/approval`, body);

  it(
    "is needed from the threshold on, and not just below",
    async () => {
      const [below, at] = [expensive(THRESHOLD - 1), expensive(THRESHOLD)];
      await Promise.all([platform.post("/orders", below), platform.post("/orders", at)]);
      await platform.becomes(at.orderId, "AWAITING_APPROVAL");
      await platform.becomes(below.orderId, "COMPLETED");
      expect(await decide(below.orderId, { approved: true, reviewer: "R" })).toMatchObject({ status: 409 });
      await decide(at.orderId, { approved: false, reviewer: "R" });
    },
    WAIT_MS,
  );

  it(
    "given twice counts once",
    async () => {
      const orderId = await awaiting();
      expect(await decide(orderId, { approved: true, reviewer: "R", comment: "It's fine" })).toEqual({
        status: 200,
        body: { orderId, approved: true },
      });
      const again = await decide(orderId, { approved: false, reviewer: "S" });
      expect(again).toEqual({
        status: 409,
        body: { error: "NOT_AWAITING_APPROVAL", message: expect.stringContaining(orderId) },
      });
      await platform.becomes(orderId, "COMPLETED");
      expect(await decide(orderId, { approved: true, reviewer: "R" })).toMatchObject({ status: 409 });
    },
    WAIT_MS,
  );

  it(
    "given by several people at the same moment counts once",
    async () => {
      const orderId = await awaiting();
      const reviewers = ["A", "B", "C", "D", "E", "F"];
      const answers = await Promise.all(reviewers.map((reviewer) => decide(orderId, { approved: true, reviewer })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
      await platform.becomes(orderId, "COMPLETED");
    },
    WAIT_MS,
  );

  it(
    "that is refused cancels the order",
    async () => {
      const orderId = await awaiting();
      await decide(orderId, { approved: false, reviewer: "R" });
      expect(await platform.becomes(orderId, "CANCELLED")).toMatchObject({ reason: "APPROVAL_REFUSED" });
      expect(await decide(orderId, { approved: true, reviewer: "R" })).toMatchObject({ status: 409 });
    },
    WAIT_MS,
  );

  it(
    "comes too late after a reminder and a second wait",
    async () => {
      const orderId = await awaiting();
      expect(await platform.becomes(orderId, "CANCELLED")).toMatchObject({ reason: "APPROVAL_TIMED_OUT" });
      expect(await decide(orderId, { approved: true, reviewer: "R" })).toMatchObject({ status: 409 });
      const subjects = notices.filter(({ Message }) => String(Message).includes(`"${orderId}"`));
      expect(subjects.map(({ Subject }) => Subject)).toEqual(["Order awaits approval", "Order still awaits approval"]);
    },
    WAIT_MS,
  );

  it(
    "may have a comment of up to two pages, in any script; the answer to a longer one names the limit",
    async () => {
      const orderId = await awaiting();
      const long = await decide(orderId, { approved: true, reviewer: "R", comment: "漢".repeat(4_000) });
      expect(long).toMatchObject({ status: 413, body: { error: "TOO_LARGE" } });
      expect(long.body.message).toMatch(/^The approval has 24\d{3} characters .*; up to 24000 are taken\./);
      const taken = await decide(orderId, { approved: true, reviewer: "R", comment: "漢".repeat(3_900) });
      expect(taken).toEqual({ status: 200, body: { orderId, approved: true } });
      await platform.becomes(orderId, "COMPLETED");
    },
    WAIT_MS,
  );

  it("of an unknown order is refused, and creates no order", async () => {
    for (const [orderId, named] of [
      ["unknown", "unknown"],
      ["a%22%7D", 'a"}'],
      ["x".repeat(65), "(an id of over 64 characters)"],
    ]) {
      expect(await decide(String(orderId), { approved: true, reviewer: "R" })).toEqual({
        status: 409,
        body: {
          error: "NOT_AWAITING_APPROVAL",
          message: `Order ${named} does not await approval: it is unknown, already decided, or timed out.`,
        },
      });
      expect(await platform.get(String(orderId))).toMatchObject({ status: 404, body: { error: "UNKNOWN_ORDER" } });
    }
  });

  it(
    "in any other form is refused, and the order keeps waiting",
    async () => {
      const orderId = await awaiting();
      for (const body of [
        {},
        { approved: true },
        { approved: true, reviewer: "" },
        { approved: true, reviewer: 7 },
        { approved: true, reviewer: null },
        { approved: "yes", reviewer: "R" },
        { reviewer: "R" },
        { approved: true, reviewer: "R", comment: 7 },
        [true, "R"],
        "null",
        "7",
      ]) {
        const answer = await decide(orderId, body);
        expect([body, answer.status, answer.body.error]).toEqual([body, 422, "INVALID_APPROVAL"]);
      }
      expect(await decide(orderId, "{")).toMatchObject({ status: 400, body: { error: "INVALID_JSON" } });
      expect((await platform.get(orderId)).body.status).toBe("AWAITING_APPROVAL");
      await decide(orderId, { approved: false, reviewer: "R" });
    },
    WAIT_MS,
  );

  it("is requested with the order's id and amount, and nothing else", () => {
    const messages = notices.map(({ Message }) => JSON.parse(String(Message)));
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) {
      expect(message).toEqual({ orderId: expect.any(String), amount: THRESHOLD, currency: "EUR" });
    }
  });

  it(
    "leaves every promise kept, and leaks no token",
    async () => {
      expect(tokens.length).toBeGreaterThan(0);
      expect(await platform.brokenPromises()).toEqual([]);
      expect(platform.reports).toEqual([]);
    },
    WAIT_MS,
  );
});
