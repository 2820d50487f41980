import { type AwsService, type CallClock, LocalAws, type Principal } from "../../../../../tools/aws/aws";
import type { Pace } from "../../../../../tools/aws/pace";
import type { Execution } from "../../../../../tools/aws/stepfunctions/execution";
import { StepFunctions } from "../../../../../tools/aws/stepfunctions/service";
import type { JsonObject, JsonValue } from "../../../../../tools/support/json";
import { everyone } from "../../everyone";

export const MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:lab";
export const VERSION = `${MACHINE}:1`;
export const ALIAS = `${MACHINE}:live`;
export const ROLE = "arn:aws:iam::123456789012:role/lab";

export interface LabCall {
  readonly service: string;
  readonly action: string;
  readonly input: JsonObject;
  readonly principal: Principal;
  readonly clock?: CallClock | undefined;
}

export type Responder = (call: LabCall) => JsonObject | Promise<JsonObject>;

/** Nothing waits, and timeouts are real: what a test times out on purpose has a pace of its own. */
export const noWaiting: Pace = {
  waitMs: () => 0,
  timeoutMs: (seconds) => seconds * 1000,
  callbackMs: (seconds) => seconds * 1000,
};

export interface LabOptions {
  readonly type?: "STANDARD" | "EXPRESS";
  readonly respond?: Responder;
  /** Where the alias `live` leads; to the only version by default. */
  readonly routes?: readonly JsonObject[];
  /** What it does not name is as in {@link noWaiting}. */
  readonly pace?: Partial<Pace>;
  readonly random?: () => number;
}

const TO_ITS_VERSION = [{ state_machine_version_arn: VERSION, weight: 100 }];

/** One state machine, its version and its alias, with services that a test answers for. */
export class Lab {
  readonly calls: LabCall[] = [];
  readonly aws = new LocalAws(everyone);
  readonly stepFunctions: StepFunctions;

  constructor(
    definition: JsonObject,
    { type = "STANDARD", respond = () => ({}), routes = TO_ITS_VERSION, pace, random }: LabOptions = {},
  ) {
    for (const service of ["lambda", "dynamodb", "sqs", "sns", "events", "s3"])
      this.aws.register(this.answering(service, respond));
    const attributes = {
      name: "lab",
      arn: MACHINE,
      type,
      role_arn: ROLE,
      definition: JSON.stringify(definition),
      publish: true,
      state_machine_version_arn: VERSION,
    };
    const aliases = [
      {
        ...{ stack: "lab-stack", type: "aws_sfn_alias", name: "live", address: "aws_sfn_alias.live" },
        attributes: { name: "live", arn: ALIAS, routing_configuration: [...routes] },
      },
    ];
    const machine = {
      stack: "lab-stack",
      type: "aws_sfn_state_machine",
      name: "lab",
      address: "aws_sfn_state_machine.lab",
    };
    this.stepFunctions = new StepFunctions({
      aws: this.aws,
      pace: { ...noWaiting, ...pace },
      ...(random && { random }),
      deployment: {
        region: "eu-central-1",
        accountId: "123456789012",
        resources: (type) => (type === machine.type ? [{ ...machine, attributes }] : aliases),
      },
    });
    this.aws.register(this.stepFunctions);
  }

  call(action: string, input: JsonObject = {}): Promise<JsonObject> {
    return this.stepFunctions.call(action, input);
  }

  /** Starts an execution and does not wait for it. */
  async start(input: JsonValue = {}, more: JsonObject = {}): Promise<Execution> {
    const { executionArn } = await this.call("StartExecution", {
      stateMachineArn: MACHINE,
      input: JSON.stringify(input),
      ...more,
    });
    const execution = this.stepFunctions.executions().find(({ start }) => start.arn === executionArn);
    if (!execution) throw new Error(`The execution ${String(executionArn)} was not kept.`);
    return execution;
  }

  async run(input: JsonValue = {}): Promise<Ended> {
    const execution = await this.start(input);
    const { status, output, error, cause } = await execution.done;
    return { status, output, error, cause, execution };
  }

  private answering(service: string, respond: Responder): AwsService {
    return {
      service,
      call: async (action, input, principal, clock) => {
        const call = { service, action, input, principal, clock };
        this.calls.push(call);
        return respond(call);
      },
    };
  }
}

export interface Ended {
  readonly status: string;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly execution: Execution;
}

/** The output of one state with nothing around it. */
export async function outputOf(state: JsonObject, input: JsonValue = {}, options?: LabOptions): Promise<unknown> {
  const ended = await runState(state, input, options);
  if (ended.status !== "SUCCEEDED") throw new Error(`${ended.status}: ${ended.error}: ${ended.cause}`);
  return ended.output;
}

export function runState(state: JsonObject, input: JsonValue = {}, options?: LabOptions): Promise<Ended> {
  return new Lab({ StartAt: "S", States: { S: { End: true, ...state } } }, options).run(input);
}

/** `value` as the template of a Pass state makes it from `input`. */
export async function evaluate(expression: string, input: JsonValue = {}): Promise<unknown> {
  return Object(await outputOf({ Type: "Pass", Parameters: { "value.$": expression } }, input)).value;
}

/** A state that calls a function, for tests of what surrounds the call. */
export const CALL = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: "f", "Payload.$": "$" },
} as const;

export function payload(value: unknown): JsonObject {
  return { StatusCode: 200, ExecutedVersion: "$LATEST", Payload: JSON.stringify(value) };
}

export function failing(errorType: string): JsonObject {
  return { ...payload({ errorType, errorMessage: "told by the test", trace: ["at f"] }), FunctionError: "Unhandled" };
}
