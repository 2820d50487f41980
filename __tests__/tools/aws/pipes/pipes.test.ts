import { AwsError, LocalAws } from "../../../../tools/aws/aws";
import { type PipesOptions, startPipes } from "../../../../tools/aws/pipes";
import type { JsonObject } from "../../../../tools/support/json";
import { everyone } from "../everyone";

const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:orders";
const TARGET = "arn:aws:states:eu-central-1:123456789012:stateMachine:fulfilment";
const ROLE = "arn:aws:iam::123456789012:role/pipe";

/** A queue and a state machine with a pipe between them. What was received and not deleted is not received again. */
class Plumbing {
  readonly starts: JsonObject[] = [];
  readonly deleted: unknown[] = [];
  readonly errors: string[] = [];
  readonly principals = new Set<string>();
  polls = 0;
  busy = 0;
  private readonly aws = new LocalAws(everyone);
  private stopPipes = async () => {};

  constructor(
    private readonly waiting: string[],
    private readonly start: (input: JsonObject) => void = () => {},
    private readonly receive: () => void = () => {},
  ) {
    this.aws.register({ service: "sqs", call: (action, input, { arn }) => this.sqs(action, input, arn) });
    this.aws.register({
      service: "states",
      call: async (action, input, { arn }) => {
        this.principals.add(arn);
        expect(action).toBe("StartExecution");
        this.start(input);
        this.starts.push(input);
        return { executionArn: "e", startDate: 1 };
      },
    });
  }

  open(attributes: JsonObject = {}): this {
    const options: PipesOptions = {
      aws: this.aws,
      busy: () => this.busy,
      onError: (message) => this.errors.push(message),
      deployment: {
        region: "eu-central-1",
        resources: () => [
          {
            stack: "orders-test",
            type: "aws_pipes_pipe",
            name: "hand-over",
            address: "aws_pipes_pipe.hand-over",
            attributes: {
              source: QUEUE,
              target: TARGET,
              role_arn: ROLE,
              source_parameters: { sqs_queue_parameters: { batch_size: 1 } },
              target_parameters: { input_template: '{"orderId": <$.body.orderId>}' },
              ...attributes,
            },
          },
        ],
        byArn: (arn) =>
          arn === QUEUE
            ? {
                stack: "s",
                type: "aws_sqs_queue",
                name: "q",
                address: "aws_sqs_queue.q",
                attributes: { url: "http://sqs/orders" },
              }
            : undefined,
      },
    };
    this.stopPipes = startPipes(options);
    return this;
  }

  /** Lets the pipe work until it has nothing more to do, and stops it. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
    await this.stopPipes();
  }

  private async sqs(action: string, input: JsonObject, principal: string): Promise<JsonObject> {
    this.principals.add(principal);
    expect(input.QueueUrl).toBe("http://sqs/orders");
    if (action === "DeleteMessage") {
      this.deleted.push(input.ReceiptHandle);
      return {};
    }
    this.polls += 1;
    this.receive();
    // A real queue answers an empty poll late; this one lets the rest of the test run first.
    await new Promise(setImmediate);
    const bodies = this.waiting.splice(0, Number(input.MaxNumberOfMessages));
    return { Messages: bodies.map((Body, index) => ({ MessageId: `m-${index}`, ReceiptHandle: `r-${Body}`, Body })) };
  }
}

const message = (orderId: string) => JSON.stringify({ orderId });

test("starts one execution a message, with an array of one, and then deletes the message", async () => {
  const plumbing = new Plumbing([message("a"), message("b")]).open();
  await plumbing.settle();
  expect(plumbing.starts).toEqual([
    { stateMachineArn: TARGET, input: '[{"orderId":"a"}]' },
    { stateMachineArn: TARGET, input: '[{"orderId":"b"}]' },
  ]);
  expect(plumbing.deleted).toEqual([`r-${message("a")}`, `r-${message("b")}`]);
  expect([...plumbing.principals]).toEqual([ROLE]);
});

test("hands over as many at once as the batch size says", async () => {
  const parameters = { sqs_queue_parameters: { batch_size: 2 } };
  const plumbing = new Plumbing(["a", "b", "c"].map(message)).open({ source_parameters: parameters });
  await plumbing.settle();
  expect(plumbing.starts.map(({ input }) => input)).toEqual(['[{"orderId":"a"},{"orderId":"b"}]', '[{"orderId":"c"}]']);
});

test("without a template the target gets the record as SQS gives it to a pipe", async () => {
  const plumbing = new Plumbing(["text"]).open({ target_parameters: {} });
  await plumbing.settle();
  expect(JSON.parse(String(plumbing.starts[0]?.input))).toEqual([
    {
      messageId: "m-0",
      receiptHandle: "r-text",
      body: "text",
      attributes: {},
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: QUEUE,
      awsRegion: "eu-central-1",
    },
  ]);
});

test("a message whose execution does not start stays in the queue; the others go on", async () => {
  const refuse = ({ input }: JsonObject) => {
    if (String(input).includes('"a"')) throw new AwsError("ThrottlingException", "Rate exceeded");
  };
  const plumbing = new Plumbing([message("a"), message("b")], refuse).open();
  await plumbing.settle();
  expect(plumbing.deleted).toEqual([`r-${message("b")}`]);
  expect(plumbing.errors).toEqual([
    expect.stringMatching(/hand-over: a message was not handed over to .*: Rate exceeded/),
  ]);
});

test("a queue that cannot be polled is reported and does not stop the pipe", async () => {
  const plumbing = new Plumbing([], undefined, () => {
    throw new Error("no queue");
  }).open();
  await plumbing.settle();
  expect(plumbing.errors[0]).toMatch(/http:\/\/sqs\/orders could not be polled: no queue/);
});

test.each([
  [5, 1],
  [6, 0],
])("with %i tasks in flight %i messages are taken", async (busy, taken) => {
  const plumbing = new Plumbing([message("a")]);
  plumbing.busy = busy;
  await plumbing.open().settle();
  expect(plumbing.starts).toHaveLength(taken);
});

test.each([
  [{ enrichment: "arn" }, "no enrichment"],
  [{ source_parameters: { filter_criteria: {} } }, "no filter_criteria"],
  [{ source: "arn:aws:kinesis:x" }, "is not a queue of the deployment"],
  [{ target: null }, '"target" was expected'],
])("%j is refused when it starts", (attributes, message) => {
  expect(() => new Plumbing([]).open(attributes)).toThrow(message);
});
