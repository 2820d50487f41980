import { isObject, type JsonObject, type JsonValue } from "../../../support/json";
import { AwsError } from "../../aws";
import type { Deployment, Resource } from "../../deployment";
import { requiredText } from "../required-text";

type Call = (action: string, input: JsonObject) => Promise<JsonObject>;

const MOST_MESSAGES = 10;
/** AWS lists the last ten tasks of a queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
const MOST_TASKS = 10;

/** Moves the messages of dead-letter queues back to their source, with the SQS calls that fauxqs has. */
export class MessageMoves {
  private readonly tasks: JsonObject[] = [];

  constructor(
    private readonly deployment: Deployment,
    private readonly call: Call,
  ) {}

  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
  async start(input: JsonObject): Promise<JsonObject> {
    const source = requiredText(input, "SourceArn", "InvalidParameterValue");
    const from = this.queue(source);
    const sources = this.sourcesOf(source);
    if (sources.length === 0) {
      throw new AwsError("UnsupportedOperation", "Source queue must be configured as a Dead Letter Queue.");
    }
    const { DestinationArn: given } = input;
    const destination = typeof given === "string" ? this.queue(given) : sources[0];
    const handle = Buffer.from(`${source} ${this.tasks.length}`).toString("base64");
    const moved = await this.move(urlOf(from), urlOf(destination));
    this.tasks.unshift({
      TaskHandle: handle,
      Status: "COMPLETED",
      SourceArn: source,
      ...(typeof given === "string" ? { DestinationArn: given } : {}),
      ApproximateNumberOfMessagesMoved: moved,
      ApproximateNumberOfMessagesToMove: moved,
      StartedTimestamp: Date.now(),
    });
    return { TaskHandle: handle };
  }

  async list(input: JsonObject): Promise<JsonObject> {
    const source = requiredText(input, "SourceArn", "InvalidParameterValue");
    this.queue(source);
    const most = typeof input.MaxResults === "number" ? input.MaxResults : 1;
    const own = this.tasks.filter(({ SourceArn }) => SourceArn === source);
    return { Results: own.slice(0, Math.min(most, MOST_TASKS)) };
  }

  /** Moves at once: when the call answers, the messages have moved. */
  private async move(QueueUrl: JsonValue, destination: JsonValue): Promise<number> {
    for (let moved = 0; ; ) {
      const receive = { QueueUrl, MaxNumberOfMessages: MOST_MESSAGES, MessageAttributeNames: ["All"] };
      const { Messages: messages } = await this.call("ReceiveMessage", receive);
      if (!Array.isArray(messages) || messages.length === 0) return moved;
      for (const message of messages.filter(isObject)) {
        const { Body = "", MessageAttributes = {}, ReceiptHandle = "" } = message;
        await this.call("SendMessage", { QueueUrl: destination, MessageBody: Body, MessageAttributes });
        await this.call("DeleteMessage", { QueueUrl, ReceiptHandle });
        moved += 1;
      }
    }
  }

  private queue(arn: string): Resource {
    const found = this.deployment.resources("aws_sqs_queue").find(({ attributes }) => attributes.arn === arn);
    if (found) return found;
    throw new AwsError("ResourceNotFoundException", "The resource that you specified for the SourceArn doesn't exist.");
  }

  /** The queues that send their dead letters to this queue. */
  private sourcesOf(deadLetters: string): Resource[] {
    const policies = this.deployment
      .resources("aws_sqs_queue_redrive_policy")
      .map(({ attributes: { queue_url, redrive_policy } }) => ({ url: queue_url, policy: redrive_policy }));
    return this.deployment.resources("aws_sqs_queue").filter(({ attributes }) => {
      const own = policies.filter(({ url }) => url === attributes.url).map(({ policy }) => policy);
      return [attributes.redrive_policy, ...own].some((policy) => targetOf(policy) === deadLetters);
    });
  }
}

function urlOf(queue: Resource | undefined): JsonValue {
  return queue?.attributes.url ?? null;
}

function targetOf(redrivePolicy: JsonValue | undefined): JsonValue | undefined {
  if (typeof redrivePolicy !== "string") return undefined;
  const policy: JsonValue = JSON.parse(redrivePolicy);
  return isObject(policy) ? policy.deadLetterTargetArn : undefined;
}
