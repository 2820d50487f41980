import { isObject, type JsonObject, type JsonValue } from "../../support/json";
import { AwsError, type AwsService } from "../aws";
import type { Deployment, Resource } from "../deployment";
import type { Fauxqs } from "./fauxqs";
import { queueAttributes } from "./sqs/attributes";
import { type QueueContents, queueContents } from "./sqs/contents";
import { MessageMoves } from "./sqs/message-moves";

/** An error with a different code in the older query protocol, which the AWS CLI and some SDKs show. */
export class QueryCompatibleError extends AwsError {
  constructor(
    code: string,
    message: string,
    statusCode: number,
    /** The value of the header `x-amzn-query-error`: `AWS.SimpleQueueService.NonExistentQueue;Sender`. */
    readonly queryError: string,
  ) {
    super(code, message, statusCode);
  }
}

/** SQS with the queues of the deployment, stored by fauxqs. */
export class Sqs implements AwsService {
  readonly service = "sqs";
  private readonly moves: MessageMoves;

  private constructor(
    private readonly fauxqs: Fauxqs,
    private readonly awsUrl: string,
    deployment: Deployment,
  ) {
    this.moves = new MessageMoves(deployment, (action, input) => this.call(action, input));
  }

  static async start(deployment: Deployment, fauxqs: Fauxqs): Promise<Sqs> {
    const sqs = new Sqs(fauxqs, deployment.awsUrl, deployment);
    for (const queue of deployment.resources("aws_sqs_queue")) await sqs.create(queue);
    for (const { attributes } of deployment.resources("aws_sqs_queue_redrive_policy")) {
      const { queue_url, redrive_policy } = attributes;
      const Attributes = { RedrivePolicy: redrive_policy ?? null };
      await sqs.call("SetQueueAttributes", { QueueUrl: queue_url ?? null, Attributes });
    }
    return sqs;
  }

  async call(action: string, input: JsonObject): Promise<JsonObject> {
    // fauxqs has neither.
    if (action === "StartMessageMoveTask") return this.moves.start(input);
    if (action === "ListMessageMoveTasks") return this.moves.list(input);
    const { status, headers, body } = await this.fauxqs.send({
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` },
      body: JSON.stringify(input),
    });
    const answer: JsonValue = body === "" ? {} : JSON.parse(body);
    if (!isObject(answer))
      throw new Error(`fauxqs answered sqs:${action} with something that is not an object: ${body}`);
    if (status >= 300) throw errorOf(action, status, answer, headers["x-amzn-query-error"]);
    return this.withOwnUrls(answer);
  }

  /** The numbers of waiting, in-flight and delayed messages, and the messages. Does not change the queue. */
  async inspect(queueName: string): Promise<QueueContents> {
    const path = `/_fauxqs/queues/${encodeURIComponent(queueName)}`;
    const { status, body } = await this.fauxqs.send({ method: "GET", path });
    if (status === 404) throw new AwsError("QueueDoesNotExist", `There is no queue ${queueName} in this deployment.`);
    return queueContents(body);
  }

  private async create({ attributes }: Resource): Promise<void> {
    await this.call("CreateQueue", { QueueName: attributes.name ?? null, Attributes: queueAttributes(attributes) });
  }

  /** fauxqs invents the host of queue URLs; clients must get the endpoint that they called. */
  private withOwnUrls(answer: JsonObject): JsonObject {
    const own = (url: JsonValue) => (typeof url === "string" ? `${this.awsUrl}${new URL(url).pathname}` : url);
    const { QueueUrl: url, QueueUrls: urls, queueUrls: sources } = answer;
    return {
      ...answer,
      ...(url === undefined ? {} : { QueueUrl: own(url) }),
      ...(Array.isArray(urls) ? { QueueUrls: urls.map(own) } : {}),
      ...(Array.isArray(sources) ? { queueUrls: sources.map(own) } : {}),
    };
  }
}

function errorOf(action: string, status: number, { __type, message }: JsonObject, queryError?: string): AwsError {
  const code = String(__type).split("#").at(-1) ?? "InternalError";
  if (code === "InvalidAction")
    return new AwsError("NotImplemented", `The local run does not serve sqs:${action}.`, 501);
  return new QueryCompatibleError(code, String(message), status, queryError ?? `${code};Sender`);
}
