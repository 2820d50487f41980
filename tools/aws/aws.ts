import type { JsonObject } from "../support/json";

/** Who calls. */
export interface Principal {
  /** The ARN of a role of the deployment or of the person at this machine, or a service's name: `events.amazonaws.com`. */
  readonly arn: string;
  /** The part of the deployment that acts, for whoever reads the record: `orders-dev-intake-order-intake/RecordOrder`. */
  readonly actor?: string;
  /** The service that acts, in the role where there is one, and what it does so for. */
  readonly service?: ActingService;
}

export interface ActingService {
  /** `states.amazonaws.com` */
  readonly name: string;
  /** ARN of the resource on whose behalf it acts; undefined where the service does not tell it. */
  readonly sourceArn: string | undefined;
}

/** One call of an AWS API, whichever way it came: over HTTP, from a state, from the API or from a pipe. */
export interface AwsCall {
  /** The service's signing name, as it stands in a SigV4 credential scope: `dynamodb`, `states`, `lambda` ... */
  readonly service: string;
  /** The API's action, in its own spelling: `PutItem`, `StartExecution` ... */
  readonly action: string;
  readonly input: JsonObject;
  readonly principal: Principal;
  /** What limits the time that the caller gives the call, where something does. */
  readonly clock?: CallClock;
}

/** The time limit of a caller, which a service can stop while it makes the call wait for what only this machine lacks. */
export interface CallClock {
  /** Stops the clock until the answer is called, and every other hold has ended too. */
  hold(): () => void;
}

/** An error of an AWS API: `code` is what SDKs show as the error's name. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
    /** Fields of the error beside its message, such as `CancellationReasons`. */
    readonly details: JsonObject = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** A part that serves one AWS service on this machine. */
export interface AwsService {
  readonly service: string;
  /** Answers the call, or throws an {@link AwsError}; an action that it does not serve is {@link notServed}. */
  call(action: string, input: JsonObject, principal: Principal, clock?: CallClock): Promise<JsonObject>;
}

/** The error for an action that the local run does not have. */
export function notServed(service: string, action: string): AwsError {
  return new AwsError("NotImplemented", `The local run does not serve ${service}:${action}.`, 501);
}

/** Decides who may call what. */
export interface Authorizer {
  /** Throws the {@link AwsError} that AWS would answer to a call which its principal may not make. */
  check(call: AwsCall): void;
}

/** Every AWS service of the local run behind one door, where it is decided who may call what. */
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

  /** Throws where the call may not be made; for calls that are answered elsewhere. */
  authorize(call: AwsCall): void {
    this.authorizer.check(call);
  }
}
