import { setTimeout as delay } from "node:timers/promises";
import { AwsError } from "../../../../tools/aws/aws";
import { order, START_TIMEOUT_MS, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 600_000;
const PAST = { S: "2000-01-01T00:00:00.000Z" };

describe("a hand-over that is lost between intake and fulfilment", () => {
  let platform: TestPlatform;
  /** By order: how many of its hand-overs are still to be lost. */
  const toLose = new Map<string, number>();
  const lost: string[] = [];
  const handedOver: string[] = [];
  /** Orders for which no execution is started. */
  const paused = new Set<string>();

  beforeAll(async () => {
    platform = await startTestPlatform();
    platform.intercept((call, pass) => {
      const { service, action, input } = call;
      if (action === "StartExecution" && [...paused].some((orderId) => String(input.input).includes(orderId)))
        throw new AwsError("ThrottlingException", "Rate exceeded");
      if (service !== "sqs" || action !== "SendMessage" || !String(input.QueueUrl).endsWith("-orders"))
        return pass(call);
      const { orderId } = JSON.parse(String(input.MessageBody));
      handedOver.push(orderId);
      const left = toLose.get(orderId) ?? 0;
      if (left === 0) return pass(call);
      toLose.set(orderId, left - 1);
      lost.push(orderId);
      // As if SQS had accepted it.
      return Promise.resolve({ MessageId: "lost", MD5OfMessageBody: "" });
    });
  }, START_TIMEOUT_MS);
  afterAll(() => platform.stop());

  it(
    "once or several times is found by the reconciler, and the order completes",
    async () => {
      const [once, often, sound] = [order(), order(), order()];
      toLose.set(once.orderId, 1);
      // Intake's own, and two that the reconciler sends in its first runs.
      toLose.set(often.orderId, 3);
      for (const sent of [once, often, sound]) {
        expect(await platform.post("/orders", sent)).toMatchObject({ status: 202 });
      }
      await platform.becomes(sound.orderId, "COMPLETED");
      await Promise.all([once, often].map(({ orderId }) => platform.becomes(orderId, "COMPLETED")));
      expect(lost.filter((orderId) => orderId === often.orderId)).toHaveLength(3);
    },
    WAIT_MS,
  );

  it(
    "while StartExecution is throttled for many runs leaves the order RECEIVED, with few messages, and fulfilled later",
    async () => {
      const sent = order();
      const { states } = platform.system.inside;
      const runs = () => states.executions().filter(({ start }) => start.machine.name.endsWith("-reconcile-orders"));
      const before = runs().length;
      paused.add(sent.orderId);
      await platform.post("/orders", sent);
      // Six runs of the five-minute schedule, and the wait before the first: more than half an hour in real time.
      while (
        runs()
          .slice(before)
          .filter(({ status }) => status === "SUCCEEDED").length < 7
      )
        await delay(50);
      expect((await platform.get(sent.orderId)).body).toMatchObject({ status: "RECEIVED" });
      // Intake's own, and one for each of the three retries that are due at once.
      expect(handedOver.filter((orderId) => orderId === sent.orderId)).toHaveLength(4);
      paused.clear();
      // SQS hides the tried messages for a minute, so make the next retry due, which comes an hour after the receipt.
      await platform.writeTimes(sent.orderId, { handOverAt: { L: [PAST] } });
      await platform.becomes(sent.orderId, "COMPLETED");
    },
    WAIT_MS,
  );

  it(
    "every time fails the order once no hand-over can arrive any more, and a letter asks a person to look",
    async () => {
      const sent = order();
      toLose.set(sent.orderId, Number.POSITIVE_INFINITY);
      await platform.post("/orders", sent);
      await platform.writeTimes(sent.orderId, { handOverUntil: PAST, lostAfter: PAST });
      expect(await platform.becomes(sent.orderId, "FAILED")).toMatchObject({ reason: "HAND_OVER_FAILED" });
      const { deadLetters } = await platform.system.readState();
      expect(deadLetters.filter(({ orderId }) => orderId === sent.orderId)).toMatchObject([{ about: "work" }]);
    },
    WAIT_MS,
  );

  it(
    "leaves every promise kept",
    async () => {
      expect(await platform.brokenPromises()).toEqual([]);
      expect(platform.reports.filter((problem) => !problem.endsWith(": Rate exceeded"))).toEqual([]);
    },
    WAIT_MS,
  );
});
