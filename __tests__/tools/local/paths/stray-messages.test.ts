import { setTimeout as delay } from "node:timers/promises";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { order, START_TIMEOUT_MS, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 600_000;

describe("a message on the queue of hand-overs", () => {
  let platform: TestPlatform;
  let sqs: SQSClient;
  let QueueUrl: string | undefined;

  beforeAll(async () => {
    platform = await startTestPlatform();
    sqs = new SQSClient({
      endpoint: platform.system.awsUrl,
      region: "eu-west-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    ({ QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "orders-dev-fulfilment-orders" })));
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    sqs.destroy();
    await platform.stop();
  });

  const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const letters = async () => {
    const { deadLetters } = await platform.system.readState();
    return deadLetters.map(({ queue, body }) => ({ queue, ...JSON.parse(body) }));
  };
  const finished = (outcome: string) =>
    platform.system.inside.states
      .executions()
      .filter(({ start, ending }) => start.machine.type === "STANDARD" && ending?.error === outcome);

  it.each([
    ['{"orderId":"NO-SUCH"}', "NO-SUCH", { orderId: "NO-SUCH" }],
    ["{}", "", {}],
    ["not json", "", "not json"],
    ["[]", "", []],
  ])(
    "%s that names no order becomes a dead letter with the message, and its execution fails",
    async (body, orderId, message) => {
      const before = finished("OrderUnknown").length;
      await send(body);
      while (finished("OrderUnknown").length === before) await delay(20);
      const [execution] = finished("OrderUnknown").slice(-1);
      expect(await letters()).toContainEqual({
        queue: expect.stringMatching(/-fulfilment-dlq$/),
        workflow: "order-fulfilment",
        execution: execution?.start.arn,
        orderId,
        received: [{ orderId, message }],
        outcome: { status: "UNKNOWN", reason: "UNKNOWN_ORDER", step: "ClaimOrder" },
      });
    },
    WAIT_MS,
  );

  it(
    "that names a fulfilled order is ignored, without a letter",
    async () => {
      const sent = order();
      await platform.post("/orders", sent);
      await platform.becomes(sent.orderId, "COMPLETED");
      const before = (await letters()).length;
      await send(JSON.stringify({ orderId: sent.orderId }));
      const claims = () =>
        platform.system.inside.states
          .executions()
          .filter(
            ({ start, ending }) => start.inputText.includes(`"${sent.orderId}"`) && ending?.status === "SUCCEEDED",
          )
          .filter(({ start }) => start.machine.type === "STANDARD");
      while (claims().length < 2) await delay(20);
      expect(await letters()).toHaveLength(before);
    },
    WAIT_MS,
  );

  it("breaks no promise", async () => {
    expect(await platform.brokenPromises()).toEqual([]);
  });
});
