import { setTimeout as delay } from "node:timers/promises";
import { fieldOf, isObject, type JsonObject, textOf } from "../support/json";
import type { LocalAws, Principal } from "./aws";
import type { Resource } from "./deployment";
import { compileInputTemplate, type InputTemplate } from "./pipes/input-template";

/** The part of a deployment that a pipe needs. */
export interface PipeSource {
  readonly region: string;
  resources(type: string): readonly Resource[];
  byArn(arn: string): Resource | undefined;
}

export interface PipesOptions {
  readonly deployment: PipeSource;
  readonly aws: LocalAws;
  /** The number of executions' tasks in flight. At MOST_BUSY and above, messages wait in their queue. */
  readonly busy: () => number;
  /** Receives the error of a poll or a hand-over. The messages stay in their queue and are received again. */
  readonly onError: (message: string) => void;
}

/** Low, so that synchronous calls come first: a message in a queue is durable, but a waiting client may give up. */
const MOST_BUSY = 6;
const MOST_MESSAGES = 10;
const LONG_POLL_SECONDS = 5;
const LOOK_AGAIN_MS = 10;
const AFTER_ERROR_MS = 500;

/**
 * Starts every aws_pipes_pipe of the deployment, from an SQS queue to a state machine. Returns a function to stop them.
 */
export function startPipes(options: PipesOptions): () => Promise<void> {
  const pipes = options.deployment.resources("aws_pipes_pipe").map((resource) => new Pipe(resource, options));
  const running = pipes.map((pipe) => pipe.run());
  return async () => {
    for (const pipe of pipes) pipe.stop();
    await Promise.all(running);
  };
}

class Pipe {
  private stopped = false;
  private endPoll = () => {};
  private readonly queueUrl: string;
  private readonly queueArn: string;
  private readonly target: string;
  private readonly principal: Principal;
  private readonly batchSize: number;
  private readonly template: InputTemplate | undefined;

  constructor(
    private readonly resource: Resource,
    private readonly options: PipesOptions,
  ) {
    if (resource.attributes.enrichment !== undefined) throw this.refusal("enrichment");
    this.queueArn = this.text("source");
    this.queueUrl = this.queueUrlOf(this.queueArn);
    this.target = this.text("target");
    this.principal = {
      arn: this.text("role_arn"),
      actor: `pipe ${resource.attributes.name ?? resource.name}`,
      service: { name: "pipes.amazonaws.com", sourceArn: textOf(resource.attributes, "arn") },
    };
    const source = fieldOf(resource.attributes, "source_parameters");
    if (fieldOf(source, "filter_criteria") !== undefined) throw this.refusal("filter_criteria");
    const size = fieldOf(fieldOf(source, "sqs_queue_parameters"), "batch_size");
    this.batchSize = typeof size === "number" ? size : MOST_MESSAGES;
    const template = textOf(fieldOf(resource.attributes, "target_parameters"), "input_template");
    this.template = template === undefined ? undefined : compileInputTemplate(template);
  }

  stop(): void {
    this.stopped = true;
    this.endPoll();
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      if (this.options.busy() >= MOST_BUSY) await delay(LOOK_AGAIN_MS);
      else await this.pollOnce();
    }
  }

  private async pollOnce(): Promise<void> {
    try {
      const messages = await this.receiveOrStop();
      // Messages received after the stop are not handed over: they reappear in the queue after their visibility
      // timeout.
      if (this.stopped) return;
      const batches: JsonObject[][] = [];
      for (let at = 0; at < messages.length; at += this.batchSize)
        batches.push(messages.slice(at, at + this.batchSize));
      await Promise.all(batches.map((batch) => this.handOver(batch)));
    } catch (error) {
      if (this.stopped) return;
      this.options.onError(`${this.resource.address}: ${this.queueUrl} could not be polled: ${messageOf(error)}`);
      await delay(AFTER_ERROR_MS);
    }
  }

  /** A stop does not wait for a long poll. */
  private receiveOrStop(): Promise<JsonObject[]> {
    return new Promise((resolve, reject) => {
      this.endPoll = () => resolve([]);
      this.receive().then(resolve, reject);
    });
  }

  private async receive(): Promise<JsonObject[]> {
    const { Messages } = await this.sqs("ReceiveMessage", {
      QueueUrl: this.queueUrl,
      MaxNumberOfMessages: MOST_MESSAGES,
      WaitTimeSeconds: LONG_POLL_SECONDS,
      AttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    return Array.isArray(Messages) ? Messages.filter(isObject) : [];
  }

  /**
   * Starts one execution per batch, with an array even for one message. Deletes a message once its execution has
   * started.
   */
  private async handOver(batch: readonly JsonObject[]): Promise<void> {
    try {
      const records = batch.map((message) => this.recordOf(message));
      const input = JSON.stringify(this.template ? records.map(this.template) : records);
      const { principal } = this;
      const call = { stateMachineArn: this.target, input };
      await this.options.aws.call({ service: "states", action: "StartExecution", input: call, principal });
      await Promise.all(
        batch.map(({ ReceiptHandle = "" }) => this.sqs("DeleteMessage", { QueueUrl: this.queueUrl, ReceiptHandle })),
      );
    } catch (error) {
      this.options.onError(
        `${this.resource.address}: a message was not handed over to ${this.target}: ${messageOf(error)}`,
      );
    }
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html: a message in a pipe's form. */
  private recordOf(message: JsonObject): JsonObject {
    return {
      messageId: message.MessageId ?? "",
      receiptHandle: message.ReceiptHandle ?? "",
      body: message.Body ?? "",
      attributes: message.Attributes ?? {},
      messageAttributes: message.MessageAttributes ?? {},
      md5OfBody: message.MD5OfBody ?? "",
      eventSource: "aws:sqs",
      eventSourceARN: this.queueArn,
      awsRegion: this.options.deployment.region,
    };
  }

  private sqs(action: string, input: JsonObject): Promise<JsonObject> {
    return this.options.aws.call({ service: "sqs", action, input, principal: this.principal });
  }

  private queueUrlOf(arn: string): string {
    const attributes = this.options.deployment.byArn(arn)?.attributes;
    const url = textOf(attributes, "url") ?? textOf(attributes, "id");
    if (url !== undefined) return url;
    throw new Error(
      `${this.resource.stack}, ${this.resource.address}: its source ${arn} is not a queue of the deployment.`,
    );
  }

  private text(name: string): string {
    const value = textOf(this.resource.attributes, name);
    if (value !== undefined) return value;
    throw new Error(`${this.resource.stack}, ${this.resource.address}: a text "${name}" was expected.`);
  }

  private refusal(what: string): Error {
    return new Error(`${this.resource.stack}, ${this.resource.address}: the local run has no ${what} of pipes.`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
