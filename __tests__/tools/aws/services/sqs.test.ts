import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { clientOptions, type Running, startLocalAws } from "./fixture";

let local: Running;
let client: SQSClient;
let queueUrl: string;
beforeAll(async () => {
  local = await startLocalAws();
  client = new SQSClient(clientOptions(local.endpoint));
  queueUrl = `${local.endpoint.url}/123456789012/orders-test-data-work`;
});
afterAll(async () => {
  client.destroy();
  await local.close();
});

const receive = (url = queueUrl) =>
  client.send(new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 0, MessageSystemAttributeNames: ["All"] }));

test("queues answer at the endpoint, by the URLs that the deployment has", async () => {
  expect(local.deployment.one("aws_sqs_queue", "-work").attributes.url).toBe(queueUrl);
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: "orders-test-data-work" }));
  expect(QueueUrl).toBe(queueUrl);
  const { QueueUrls } = await client.send(new ListQueuesCommand({}));
  expect(QueueUrls).toEqual([`${local.endpoint.url}/123456789012/orders-test-data-dlq`, queueUrl]);
});

test("a queue has the attributes and the ARNs of the deployment", async () => {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }),
  );
  expect(Attributes).toMatchObject({
    QueueArn: "arn:aws:sqs:eu-central-1:123456789012:orders-test-data-work",
    VisibilityTimeout: "45",
  });
  expect(JSON.parse(Attributes?.RedrivePolicy ?? "")).toEqual({
    deadLetterTargetArn: "arn:aws:sqs:eu-central-1:123456789012:orders-test-data-dlq",
    maxReceiveCount: 1,
  });
});

test("what is received too often ends on the dead-letter queue, and can be looked at without being taken", async () => {
  const dlq = `${local.endpoint.url}/123456789012/orders-test-data-dlq`;
  const body = '{"execution":"arn:aws:states:eu-central-1:000000000000:execution:m:1"}';
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  expect(await local.services.sqs.inspect("orders-test-data-work")).toMatchObject({ ready: [{ body }], depth: 1 });
  expect((await receive()).Messages).toHaveLength(1);
  expect((await receive()).Messages).toBeUndefined();
  expect(await local.services.sqs.inspect("orders-test-data-work")).toMatchObject({ depth: 0 });
  for (let look = 0; look < 2; look++) {
    expect(await local.services.sqs.inspect("orders-test-data-dlq")).toMatchObject({ ready: [{ body }], depth: 1 });
  }
  const [message] = (await receive(dlq)).Messages ?? [];
  expect(message?.Body).toBe(body);
  await client.send(new DeleteMessageCommand({ QueueUrl: dlq, ReceiptHandle: message?.ReceiptHandle }));
  expect(await local.services.sqs.inspect("orders-test-data-dlq")).toMatchObject({ depth: 0 });
});

test("a message that a consumer holds counts as in flight", async () => {
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: "held" }));
  await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, VisibilityTimeout: 60 }));
  const contents = await local.services.sqs.inspect("orders-test-data-work");
  expect(contents).toMatchObject({ ready: [], delayed: [], inFlight: [{ body: "held" }], depth: 1 });
});

test("a message that comes ends a long poll", async () => {
  const dlq = `${local.endpoint.url}/123456789012/orders-test-data-dlq`;
  const poll = client.send(new ReceiveMessageCommand({ QueueUrl: dlq, WaitTimeSeconds: 20 }));
  await client.send(new SendMessageCommand({ QueueUrl: dlq, MessageBody: "at last" }));
  expect((await poll).Messages?.map(({ Body }) => Body)).toEqual(["at last"]);
});

describe("the redrive of a dead-letter queue", () => {
  const arn = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:orders-test-data-${name}`;

  test("moves its messages, attributes and all, back to the queue that they came from", async () => {
    const redriven = await startLocalAws();
    const sqs = new SQSClient(clientOptions(redriven.endpoint));
    const url = (name: string) => `${redriven.endpoint.url}/123456789012/orders-test-data-${name}`;
    const bodies = Array.from({ length: 12 }, (_none, index) => `letter ${index}`);
    const MessageAttributes = { ERROR: { DataType: "String", StringValue: "told by the test" } };
    for (const MessageBody of bodies)
      await sqs.send(new SendMessageCommand({ QueueUrl: url("dlq"), MessageBody, MessageAttributes }));
    const { TaskHandle } = await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn("dlq") }));
    const work = await redriven.services.sqs.inspect("orders-test-data-work");
    expect(work.ready.map(({ body }) => body).sort()).toEqual([...bodies].sort());
    expect(await redriven.services.sqs.inspect("orders-test-data-dlq")).toMatchObject({ depth: 0 });
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url("work"), MessageAttributeNames: ["All"] }),
    );
    expect(Messages?.[0]?.MessageAttributes).toMatchObject({ ERROR: { StringValue: "told by the test" } });
    const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn("dlq") }));
    expect(Results).toMatchObject([{ TaskHandle, Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 12 }]);
    sqs.destroy();
    await redriven.close();
  });

  test("is refused for a queue that is not a dead-letter queue or does not exist", async () => {
    const start = (name: string) => client.send(new StartMessageMoveTaskCommand({ SourceArn: arn(name) }));
    await expect(start("work")).rejects.toMatchObject({ name: "UnsupportedOperation" });
    await expect(start("nowhere")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

test("an unknown queue is refused as SQS refuses it", async () => {
  const error = await client.send(new GetQueueUrlCommand({ QueueName: "nowhere" })).catch((reason) => reason);
  expect(error).toBeInstanceOf(QueueDoesNotExist);
  await expect(local.services.sqs.inspect("nowhere")).rejects.toMatchObject({ code: "QueueDoesNotExist" });
});

test("an action that fauxqs does not have is reported as not served", async () => {
  await expect(local.services.sqs.call("CancelMessageMoveTask", {})).rejects.toMatchObject({
    code: "NotImplemented",
    statusCode: 501,
    message: "The local run does not serve sqs:CancelMessageMoveTask.",
  });
});

test("a long poll that is open when the run ends fails instead of hanging", async () => {
  const ending = await startLocalAws();
  const poll = ending.services.sqs.call("ReceiveMessage", {
    QueueUrl: `${ending.endpoint.url}/123456789012/orders-test-data-work`,
    WaitTimeSeconds: 20,
  });
  const outcome = expect(poll).rejects.toMatchObject({ code: "ServiceUnavailable" });
  await ending.close();
  await outcome;
});
