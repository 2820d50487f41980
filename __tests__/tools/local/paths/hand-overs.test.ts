import { order, START_TIMEOUT_MS, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 60_000;

describe("a hand-over that is lost between intake and fulfilment", () => {
  let platform: TestPlatform;
  /** By order: how many of its hand-overs are lost yet. */
  const toLose = new Map<string, number>();
  const lost: string[] = [];

  beforeAll(async () => {
    platform = await startTestPlatform();
    platform.intercept((call, pass) => {
      const { service, action, input } = call;
      if (service !== "sqs" || action !== "SendMessage" || !String(input.QueueUrl).endsWith("-orders"))
        return pass(call);
      const { orderId } = JSON.parse(String(input.MessageBody));
      const left = toLose.get(orderId) ?? 0;
      if (left === 0) return pass(call);
      toLose.set(orderId, left - 1);
      lost.push(orderId);
      // As if SQS had taken it.
      return Promise.resolve({ MessageId: "lost", MD5OfMessageBody: "" });
    });
  }, START_TIMEOUT_MS);
  afterAll(() => platform.stop());

  it(
    "once or until the last try is found by the reconciler, and the order is completed",
    async () => {
      const [once, often, sound] = [order(), order(), order()];
      toLose.set(once.orderId, 1);
      // Intake's own and two of the three that dev's reconciler makes.
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
    "every time is given up after the last try, and a person must look",
    async () => {
      const sent = order();
      toLose.set(sent.orderId, Number.POSITIVE_INFINITY);
      await platform.post("/orders", sent);
      expect(await platform.becomes(sent.orderId, "FAILED")).toMatchObject({ reason: "HAND_OVER_FAILED" });
      // Intake's own and the three of the reconciler.
      expect(lost.filter((orderId) => orderId === sent.orderId)).toHaveLength(4);
      const { deadLetters } = await platform.system.readState();
      expect(deadLetters.filter(({ orderId }) => orderId === sent.orderId)).toMatchObject([{ about: "work" }]);
    },
    WAIT_MS,
  );

  it(
    "leaves every promise kept",
    async () => {
      expect(await platform.brokenPromises()).toEqual([]);
      expect(platform.reports).toEqual([]);
    },
    WAIT_MS,
  );
});
