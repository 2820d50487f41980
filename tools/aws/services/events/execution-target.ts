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
  /** Receives the failed deliveries. */
  readonly onError: (message: string) => void;
  readonly signal: AbortSignal;
}

/** The resource on whose behalf the delivery is made. */
export interface TargetSource {
  /** `rule <name>`, `schedule <name>` */
  readonly actor: string;
  /** The delivering service, and the resource that it names when it assumes the target's role. */
  readonly service: ActingService;
  /** The sender to the dead-letter queue: the service itself, or the target's role. */
  readonly sendsAs: "service" | "role";
  /** The uses of a key that the target's role must be allowed before any start. */
  readonly opens?: { readonly Use: string; readonly Resource: string };
}

/** The result of a delivery: the execution that it started, or none; then the dead letter has the reason. */
export interface Delivery {
  readonly executionArn: string | undefined;
}

/** EventBridge's default limits of retries. */
const MOST_ATTEMPTS = 185;
const LONGEST_PAUSE_SECONDS = 60;
const THROTTLING = /Throttl|TooManyRequests|LimitExceeded/;

/** A state machine as the target of a rule or a schedule, with its role, its retries and its dead-letter queue. */
export class ExecutionTarget {
  readonly stateMachineArn: string;
  private readonly principal: Principal;
  private readonly mostRetries: number;

  /**
   * `target` holds `arn`, `role_arn`, `retry_policy` and `dead_letter_config`, as the provider's resources have them.
   */
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

  /** Starts an execution with `input`, JSON text. A permanent failure goes to the dead-letter queue with `about`. */
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
    const report = `${this.where}: no execution of ${this.stateMachineArn} was started: ${reason}`;
    const queue = textOf(this.target.dead_letter_config, "arn");
    if (queue === undefined) return this.options.onError(`${report} It has no dead-letter queue.`);
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
      this.options.onError(`${report} The dead letter is in ${queue}.`);
    } catch (cause) {
      this.options.onError(`${report} Sending it to ${queue} failed too: ${String(cause)}`);
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

/** Whether the same call may succeed later: AWS retries only after throttling and its own faults. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  return (error.statusCode >= 500 && error.statusCode !== 501) || THROTTLING.test(error.code);
}
