import { fastPace } from "../../../../tools/aws/pace";
import { Approver } from "../../../../tools/local/simulators/approver";
import { type Platform, startPlatform } from "./platform";

const topicArn = "arn:aws:sns:eu-west-1:123456789012:approver";
const notice = (orderId: string, topic = topicArn) => ({
  topicArn: topic,
  message: JSON.stringify({ orderId, amount: 5, currency: "EUR" }),
  at: "2026-01-31T12:00:00Z",
});

describe("the simulated approver", () => {
  let platform: Platform;
  let approver: Approver;
  let problems: string[];
  beforeEach(async () => {
    platform = await startPlatform();
    problems = [];
    approver = new Approver({
      apiUrl: platform.url,
      topicArn,
      pace: fastPace,
      decide: (orderId) => ({ yes: true, no: false })[orderId],
      onError: (problem) => problems.push(problem),
    });
  });
  afterEach(async () => {
    approver.stop();
    await platform.close();
  });

  it("decides over the API, and ignores other topics and orders without a decision", async () => {
    approver.take(notice("nobody"));
    approver.take(notice("yes", `${topicArn}-of-another`));
    approver.take(notice("no"));
    expect(await platform.calls(1)).toEqual([
      { path: "/orders/no/approval", body: { approved: false, reviewer: "local-approver" } },
    ]);
    approver.take(notice("yes"));
    expect((await platform.calls(2))[1]).toEqual({
      path: "/orders/yes/approval",
      body: { approved: true, reviewer: "local-approver" },
    });
  });

  it("retries until the order waits", async () => {
    platform.answers.push(409, 409);
    approver.take(notice("yes"));
    expect(await platform.calls(3)).toHaveLength(3);
    expect(problems).toEqual([]);
  });

  it("reports an answer that retrying cannot fix", async () => {
    platform.answers.push(422);
    const reported = new Promise<string>((resolve) => {
      approver = new Approver({
        apiUrl: platform.url,
        topicArn,
        pace: fastPace,
        decide: () => true,
        onError: resolve,
      });
    });
    approver.take(notice("yes"));
    expect(await reported).toBe("The decision on yes got 422; expected 200.");
  });
});
