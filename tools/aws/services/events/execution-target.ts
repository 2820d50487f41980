import { setTimeout as delay } from "node:timers/promises";
import { fieldOf, type JsonObject, textOf } from "../../../support/json";
import { type ActingService, AwsError, type LocalAws, type Principal } from "../../aws";
import type { Deployment, Resource } from "../../deployment";
import type { Pace } from "../../pace";

export interface TargetOptions {
  readonly deployment: Deployment;
  readonly aws: LocalAws;
  readonly pace: Pace;
  /** The rule or schedule that delivers. */
  readonly source: TargetSource;
  /** Told what could not be delivered. */
  readonly onError: (message: string) => void;
  readonly signal: AbortSignal;
}

/** On whose behalf is delivered. */
export interface TargetSource {
  /** `rule <name>`, `schedule <name>` */
  readonly actor: string;
  /** The service that delivers, and for what it says that it takes the target's role. */
  readonly service: ActingService;
  /** Who sends to the dead-letter queue: the service itself, or the target's role. */
  readonly sendsAs: "service" | "role";
  /** What the target's role must be allowed before it starts anything, by use and resource of a key. */
  readonly opens?: { readonly Use: string; readonly Resource: string };
}

/** What came of a delivery: the execution that it started, or none, and then the dead letter tells why. */
export interface Delivery {
  readonly executionArn: string | undefined;
}

/** As long and as often as EventBridge tries where the target says nothing. */
const MOST_ATTEMPTS = 185;
const LONGEST_PAUSE_SECONDS = 60;
const THROTTLING = /Throttl|TooManyRequests|LimitExceeded/;

/** A state machine as the target of a rule or a schedule, with its role, its retries and its dead-letter queue. */
export class ExecutionTarget {
  readonly stateMachineArn: string;
  private readonly principal: Principal;
  private readonly mostRetries: number;

  /** `target` holds `arn`, `role_arn`, `retry_policy` and `dead_letter_config`, as the provider's resources have them. */
  constructor(
    private readonly resource: Resource,
    private readonly target: JsonObject,
    private readonly options: TargetOptions,
  ) {
    this.stateMachineArn = this.text("arn");
    const { actor, service } = options.source;
    this.principal = { arn: this.text("role_arn"), actor, service };
    if (!this.stateMachineArn.includes(":stateMachine:")) {
      throw new Error(`${this.where}: the local run starts state machines only, not ${this.stateMachineArn}.`);
    }
    const retries = fieldOf(target.retry_policy, "maximum_retry_attempts");
    this.mostRetries = typeof retries === "number" ? retries : MOST_ATTEMPTS;
  }

  /** Starts an execution with `input`, JSON text. What fails for good goes to the dead-letter queue with `about`. */
  async deliver(input: string, about: string): Promise<Delivery> {
    for (let retries = 0; ; retries += 1) {
      try {
        return { executionArn: await this.start(input) };
      } catch (error) {
        if (this.options.signal.aborted) return { executionArn: undefined };
        if (!mayPass(error) || retries >= this.mostRetries) {
          await this.bury(error, retries, about);
          return { executionArn: undefined };
        }
        const seconds = Math.min(2 ** retries, LONGEST_PAUSE_SECONDS);
        await delay(this.options.pace.waitMs(seconds), undefined, { signal: this.options.signal }).catch(() => {});
      }
    }
  }

  private async start(input: string): Promise<string | undefined> {
    const { opens } = this.options.source;
    if (opens !== undefined) {
      this.options.aws.authorize({ service: "kms", action: "Use", input: { ...opens }, principal: this.principal });
    }
    const { executionArn } = await this.options.aws.call({
      service: "states",
      action: "StartExecution",
      input: { stateMachineArn: this.stateMachineArn, input },
      principal: this.principal,
    });
    return typeof executionArn === "string" ? executionArn : undefined;
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  private async bury(error: unknown, retries: number, about: string): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    const told = `${this.where}: no execution of ${this.stateMachineArn} was started: ${reason}`;
    const queue = textOf(this.target.dead_letter_config, "arn");
    if (queue === undefined) return this.options.onError(`${told} It has no dead-letter queue.`);
    const attribute = (value: string): JsonObject => ({ DataType: "String", StringValue: value });
    const { source, aws } = this.options;
    const principal = source.sendsAs === "role" ? this.principal : { ...this.principal, arn: source.service.name };
    try {
      const QueueUrl = this.queueUrl(queue);
      const MessageAttributes = {
        ERROR_CODE: attribute(error instanceof AwsError ? error.code : "SDK_CLIENT_ERROR"),
        ERROR_MESSAGE: attribute(reason.slice(0, 1_000)),
        RETRY_ATTEMPTS: attribute(String(retries)),
        TARGET_ARN: attribute(this.stateMachineArn),
      };
      const input = { QueueUrl, MessageBody: about, MessageAttributes };
      await aws.call({ service: "sqs", action: "SendMessage", input, principal });
      this.options.onError(`${told} It stands on ${queue}.`);
    } catch (cause) {
      this.options.onError(`${told} Nor could it be sent to ${queue}: ${String(cause)}`);
    }
  }

  private queueUrl(arn: string): string {
    const url = textOf(this.options.deployment.byArn(arn)?.attributes, "url");
    if (url !== undefined) return url;
    throw new Error(`${this.where}: its dead-letter queue ${arn} is not a queue of the deployment.`);
  }

  private text(name: string): string {
    const value = textOf(this.target, name);
    if (value !== undefined) return value;
    throw new Error(`${this.where}: a text "${name}" was expected.`);
  }

  private get where(): string {
    return `${this.resource.stack}, ${this.resource.address}`;
  }
}

/** Whether the same call may succeed later: AWS tries again after throttling and its own faults, and nothing else. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  return (error.statusCode >= 500 && error.statusCode !== 501) || THROTTLING.test(error.code);
}
