import type { JsonObject } from "../support/json";

/** The caller. */
export interface Principal {
  /**
   * The ARN of a role of the deployment or of the person at this machine, or a service's name: `events.amazonaws.com`.
   */
  readonly arn: string;
  /** The acting part of the deployment, for readers of the record: `orders-dev-intake-order-intake/RecordOrder`. */
  readonly actor?: string;
  /** The acting service, in the role if there is one, and the resource for which it acts. */
  readonly service?: ActingService;
}

export interface ActingService {
  /** `states.amazonaws.com` */
  readonly name: string;
  /** ARN of the resource on whose behalf it acts; undefined if the service does not pass it. */
  readonly sourceArn: string | undefined;
}

/** One call of an AWS API, from any source: HTTP, a state, the API or a pipe. */
export interface AwsCall {
  /** The service's signing name, as in a SigV4 credential scope: `dynamodb`, `states`, `lambda` ... */
  readonly service: string;
  /** The API's action, in its own spelling: `PutItem`, `StartExecution` ... */
  readonly action: string;
  readonly input: JsonObject;
  readonly principal: Principal;
  /** The caller's time limit, if it has one. */
  readonly clock?: CallClock;
}

/** A caller's time limit. A service can pause it while the call waits for capacity that only this machine lacks. */
export interface CallClock {
  /** Pauses the clock until the returned function is called and every other hold has ended. */
  hold(): () => void;
}

/** An error of an AWS API. SDKs show `code` as the error's name. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
    /** Fields of the error other than its message, such as `CancellationReasons`. */
    readonly details: JsonObject = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** A part that serves one AWS service on this machine. */
export interface AwsService {
  readonly service: string;
  /** Answers the call or throws an {@link AwsError}: {@link notServed} for an action that it does not serve. */
  call(action: string, input: JsonObject, principal: Principal, clock?: CallClock): Promise<JsonObject>;
}

/** The error for an action that the local run does not serve. */
export function notServed(service: string, action: string): AwsError {
  return new AwsError("NotImplemented", `The local run does not serve ${service}:${action}.`, 501);
}

/** Decides which caller may make which call. */
export interface Authorizer {
  /** Throws AWS's {@link AwsError} for a call that its principal may not make. */
  check(call: AwsCall): void;
}

/** The single entry to every AWS service of the local run. It authorizes each call. */
export class LocalAws {
  private readonly services = new Map<string, AwsService>();

  constructor(private readonly authorizer: Authorizer) {}

  register(part: AwsService): void {
    this.services.set(part.service, part);
  }

  async call(call: AwsCall): Promise<JsonObject> {
    const { service, action, input, principal, clock } = call;
    const part = this.services.get(service);
    if (!part) throw notServed(service, action);
    this.authorize(call);
    return part.call(action, input, principal, clock);
  }

  /** Throws if the call is not allowed. For calls that are answered elsewhere. */
  authorize(call: AwsCall): void {
    this.authorizer.check(call);
  }
}
