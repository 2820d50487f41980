import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDefinition } from "../../../asl/parse";
import { fillPlaceholders, placeholdersIn } from "../../../asl/placeholders";
import { isTask, type PlacedState, statesOf } from "../../../asl/states";
import { AwsError, type AwsService, LocalAws } from "../../../tools/aws/aws";
import type { Pace } from "../../../tools/aws/pace";
import type { Execution } from "../../../tools/aws/stepfunctions/execution";
import { StepFunctions } from "../../../tools/aws/stepfunctions/service";
import type { JsonObject } from "../../../tools/support/json";
import { WORKFLOWS } from "../../../tools/support/parts";
import { everyone } from "../../tools/aws/everyone";
import { operationOf } from "./operations";
import { plausibleAnswer } from "./plausible";
import { noteWays, statesEntered } from "./ways";

const REGION = "eu-central-1";
const ACCOUNT = "123456789012";
const STANDARD: readonly string[] = ["order-fulfilment", "reconcile-orders"];

/** Orders of so much need an approval, in cents: just over what the tests' order costs. */
export const APPROVAL_THRESHOLD = 5_000_000_001;
export const APPROVAL_SECONDS = 172_800;
export const CARRIER_SILENCE_SECONDS = 259_200;

/** Values of placeholders that no convention gives. */
const VALUES: Readonly<Record<string, string>> = {
  InlineBodyLimit: "32768",
  ApprovalThreshold: String(APPROVAL_THRESHOLD),
  ApprovalSeconds: String(APPROVAL_SECONDS),
  CarrierSilenceSeconds: String(CARRIER_SILENCE_SECONDS),
  // The alias by which reconcile-orders starts itself.
  ReconcileOrdersArn: `${machineArn("reconcile-orders")}:live`,
};

/** One call that a state made, by what it does rather than by how it does it. */
export interface Call {
  readonly operation: string;
  readonly input: JsonObject;
}

/** Answers one operation. Throw an AwsError for an error of AWS, or answer a function's error with {@link functionError}. */
export type Script = (input: JsonObject) => JsonObject | Promise<JsonObject>;

export interface Finished {
  readonly status: string;
  /** Parsed; `undefined` when the execution failed. */
  readonly output: unknown;
  readonly error: unknown;
  readonly cause: unknown;
  /** The states that were entered, in order. */
  readonly path: readonly string[];
  readonly transitions: number;
}

export interface WorldOptions {
  /** Workflows that run beside it and that it does not start. */
  readonly beside?: readonly string[];
  /** In [0, 1]: which part of a wait full jitter leaves. */
  readonly random?: () => number;
}

/**
 * One workflow and those that it starts, as they are defined, run by the local run's interpreter, with services that answer
 * what a test says. What a test says nothing about succeeds with nothing in it.
 */
export class World {
  readonly calls: Call[] = [];
  private readonly scripts = new Map<string, Script[]>();
  private readonly stepFunctions: StepFunctions;
  private readonly tasks: readonly PlacedState[];
  private readonly aws = new LocalAws(everyone);

  /** Without a `callbackMs` of its own, no wait for a token ends by itself. */
  constructor(
    private readonly workflow: string,
    pace: Partial<Pace> = {},
    { beside = [], random = () => 1 }: WorldOptions = {},
  ) {
    for (const service of ["lambda", "dynamodb", "s3", "sqs", "sns", "events"])
      this.aws.register(this.scripted(service));
    const definitions = withChildren([workflow, ...beside]);
    this.tasks = [...definitions].flatMap(([name, text]) => statesOf(parseDefinition(name, text)).filter(isTask));
    this.stepFunctions = new StepFunctions({
      deployment: deployment(definitions),
      aws: this.aws,
      pace: { ...noWaiting, ...pace },
      random,
    });
    const { stepFunctions } = this;
    this.aws.register({
      service: "states",
      // A nested execution that a test has a script for does not run at all.
      call: (action, input, principal) => {
        const operation = operationOf("states", action, input);
        if (this.scripts.has(operation)) return this.scripted("states").call(action, input, principal);
        this.calls.push({ operation, input });
        return stepFunctions.call(action, input);
      },
    });
  }

  /** Answers the next calls of an operation, one script a call; the last one answers all that follow. */
  on(operation: string, ...scripts: Script[]): this {
    this.scripts.set(operation, scripts);
    return this;
  }

  /** What was called with what, for one operation. */
  callsOf(operation: string): JsonObject[] {
    return this.calls.filter((call) => call.operation === operation).map(({ input }) => input);
  }

  get operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }

  async run(input: unknown, workflow = this.workflow): Promise<Finished> {
    return this.finish(await this.start(input, workflow));
  }

  /** Starts an execution and does not wait for its end. */
  async start(input: unknown, workflow = this.workflow): Promise<Execution> {
    const call = { stateMachineArn: machineArn(workflow), input: JSON.stringify(input) };
    const { executionArn } = await this.stepFunctions.call("StartExecution", call);
    const execution = this.stepFunctions.executions().find(({ start }) => start.arn === executionArn);
    if (!execution) throw new Error(`The execution ${String(executionArn)} was not kept.`);
    return execution;
  }

  async finish(execution: Execution): Promise<Finished> {
    const { status, output, error, cause } = await execution.done;
    for (const each of this.stepFunctions.executions()) noteWays(each);
    return { status, output, error, cause, path: statesEntered(execution), transitions: execution.run.transitions };
  }

  /** Stops what still waits, so that no timer outlives the test. */
  close(): void {
    this.stepFunctions.close();
  }

  /** The API's answer to whoever holds a task token. */
  bring(action: "SendTaskSuccess" | "SendTaskFailure" | "SendTaskHeartbeat", input: JsonObject): Promise<JsonObject> {
    return this.stepFunctions.call(action, input);
  }

  executionsOf(machineName: string): Execution[] {
    return this.stepFunctions.executions().filter(({ start }) => start.machine.name === machineName);
  }

  /** The largest input or output of any state of any execution, in bytes. */
  get largestPayload(): number {
    return this.stepFunctions.largestPayload.bytes;
  }

  private scripted(service: string): AwsService {
    return {
      service,
      call: async (action, input) => {
        const operation = operationOf(service, action, input);
        this.calls.push({ operation, input });
        const scripts = this.scripts.get(operation);
        const script = scripts && scripts.length > 1 ? scripts.shift() : scripts?.[0];
        return script ? script(input) : this.withoutScript(service, input);
      },
    };
  }

  /** What answers a call that no script is about: nothing, and of a function what the Task takes of it. */
  private withoutScript(service: string, { FunctionName }: JsonObject): JsonObject {
    if (service === "events") return { FailedEntryCount: 0, Entries: [{ EventId: "1" }] };
    if (service !== "lambda") return {};
    const task = this.tasks.find(({ state }) => {
      const called: unknown = Object(state.Parameters).FunctionName;
      return typeof called === "string" && fillPlaceholders(called, valueFor) === FunctionName;
    });
    return functionResult(task === undefined ? {} : (plausibleAnswer(task.state).Payload ?? {}));
  }
}

const noWaiting: Pace = {
  waitMs: () => 0,
  timeoutMs: (seconds) => seconds * 1000,
  callbackMs: () => 60_000,
};

export function functionResult(payload: unknown): JsonObject {
  return { StatusCode: 200, ExecutedVersion: "$LATEST", Payload: JSON.stringify(payload) };
}

export function functionError(errorType: string): JsonObject {
  return { ...functionResult({ errorType, errorMessage: "told by the test", trace: [] }), FunctionError: "Unhandled" };
}

/** A script that throws an error of AWS. */
export function refuses(code: string, message = "told by the test"): Script {
  return () => {
    throw new AwsError(code, message);
  };
}

export function cancelled(...reasons: string[]): Script {
  const text = `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.join(", ")}]`;
  return refuses("TransactionCanceledException", text);
}

function deployment(definitions: ReadonlyMap<string, string>) {
  const machines = [...definitions].map(([name, definition]) => ({
    stack: "test",
    type: "aws_sfn_state_machine",
    name,
    address: `aws_sfn_state_machine.${name}`,
    attributes: {
      name,
      arn: machineArn(name),
      type: STANDARD.includes(name) ? "STANDARD" : "EXPRESS",
      role_arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      definition: fillPlaceholders(definition, valueFor),
    },
  }));
  return {
    region: REGION,
    accountId: ACCOUNT,
    resources: (type: string) => (type === "aws_sfn_state_machine" ? machines : []),
  };
}

/** The texts of definitions and of those that they start, by name. */
function withChildren(workflows: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const workflow of workflows) findWithChildren(workflow, found);
  return found;
}

/** Adds the texts of a definition and of those that it starts, by name. */
function findWithChildren(workflow: string, found: Map<string, string>): void {
  if (found.has(workflow)) return;
  const text = readFileSync(fileOf(workflow), "utf8");
  found.set(workflow, text);
  for (const placeholder of placeholdersIn(text)) {
    const named = kebab(placeholder.replace(/Arn$/, ""));
    if (isWorkflow(named)) findWithChildren(named, found);
  }
}

/** By the convention that a placeholder's name is the resource's, and ends with what is taken of it. */
function valueFor(placeholder: string): string {
  const value = VALUES[placeholder];
  if (value !== undefined) return value;
  const [, name = "", of = ""] = /^(\w+?)(QueueUrl|Url|TableName|BusName|TopicArn|Arn)$/.exec(placeholder) ?? [];
  const named = kebab(name);
  switch (of) {
    case "QueueUrl":
    case "Url":
      return `http://sqs/${named}`;
    case "TableName":
    case "BusName":
      return named;
    case "TopicArn":
      return `arn:aws:sns:${REGION}:${ACCOUNT}:${named}`;
    case "Arn":
      return isWorkflow(named) ? machineArn(named) : `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${named}`;
    default:
      throw new Error(
        `The placeholder ${placeholder} names no resource by its ending. Add its value to VALUES in ${__filename}.`,
      );
  }
}

function isWorkflow(name: string): boolean {
  return WORKFLOWS.includes(name);
}

function fileOf(workflow: string): string {
  return join(__dirname, "../../../workflows", `${workflow}.asl.json`);
}

function kebab(name: string): string {
  return name.replace(/(?<=.)[A-Z]/g, "-$&").toLowerCase();
}

export function machineArn(name: string): string {
  return `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
}
