import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsError, type AwsService, type JsonObject, LocalAws } from "../../../tools/local/aws";
import type { Pace } from "../../../tools/local/pace";
import { StepFunctions } from "../../../tools/local/stepfunctions/service";
import { operationOf } from "./operations";

export const WORKFLOWS = [
  "order-intake",
  "order-fulfilment",
  "reserve-inventory",
  "release-inventory",
  "settle-order",
] as const;
export type Workflow = (typeof WORKFLOWS)[number];

const REGION = "eu-central-1";
const ACCOUNT = "123456789012";
const EXPRESS: readonly Workflow[] = ["order-intake", "reserve-inventory", "release-inventory", "settle-order"];

/** Values of the definitions' placeholders; functions and queues are named so that a test can speak of them. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  ValidateOrderArn: functionArn("validate-order"),
  ProcessPaymentArn: functionArn("process-payment"),
  RefundPaymentArn: functionArn("refund-payment"),
  ShipOrderArn: functionArn("ship-order"),
  CancelShipmentArn: functionArn("cancel-shipment"),
  OrdersTableName: "orders",
  FulfilmentQueueUrl: "http://sqs/fulfilment",
  IntakeDlqUrl: "http://sqs/intake-dlq",
  FulfilmentDlqUrl: "http://sqs/fulfilment-dlq",
  InlineBodyLimit: "32768",
  ReserveInventoryArn: machineArn("reserve-inventory"),
  ReleaseInventoryArn: machineArn("release-inventory"),
  SettleOrderArn: machineArn("settle-order"),
  CustomerTopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:customer`,
  OrderEventsBusName: "order-events",
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

/** States entered by any test of this file, per workflow. */
const entered = new Map<string, Set<string>>();

/**
 * The real definitions, run by the local run's interpreter, with services that answer what a test says. What it says
 * nothing about succeeds with nothing in it.
 */
export class World {
  readonly calls: Call[] = [];
  private readonly scripts = new Map<string, Script[]>();
  private readonly stepFunctions: StepFunctions;
  private readonly aws = new LocalAws();

  constructor() {
    for (const service of ["lambda", "dynamodb", "sqs", "sns", "events"]) this.aws.register(this.scripted(service));
    this.stepFunctions = new StepFunctions({
      deployment: deployment(),
      aws: this.aws,
      pace: noWaiting,
      random: () => 1,
    });
    const { stepFunctions } = this;
    this.aws.register({
      service: "states",
      // A nested execution that a test has a script for does not run at all.
      call: (action, input, principal) =>
        this.scripts.has(operationOf("states", action, input))
          ? this.scripted("states").call(action, input, principal)
          : stepFunctions.call(action, input),
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

  async run(workflow: Workflow, input: unknown): Promise<Finished> {
    const call = { stateMachineArn: machineArn(workflow), input: JSON.stringify(input) };
    const { executionArn } = await this.stepFunctions.call("StartExecution", call);
    const execution = this.stepFunctions.executions().find(({ start }) => start.arn === executionArn);
    if (!execution) throw new Error(`The execution ${String(executionArn)} was not kept.`);
    const { status, output, error, cause } = await execution.done;
    for (const each of this.stepFunctions.executions()) note(each.start.machine.name, statesEntered(each.events()));
    const path = statesEntered(execution.events());
    return { status, output, error, cause, path, transitions: execution.run.transitions };
  }

  private scripted(service: string): AwsService {
    return {
      service,
      call: async (action, input) => {
        const operation = operationOf(service, action, input);
        this.calls.push({ operation, input });
        const scripts = this.scripts.get(operation);
        const script = scripts && scripts.length > 1 ? scripts.shift() : scripts?.[0];
        return script ? script(input) : nothing(service);
      },
    };
  }
}

const noWaiting: Pace = { waitMs: () => 0, timeoutMs: (seconds) => seconds * 1000 };

function nothing(service: string): JsonObject {
  if (service === "lambda") return functionResult({});
  if (service === "events") return { FailedEntryCount: 0, Entries: [{ EventId: "1" }] };
  return {};
}

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

/** States of a workflow, nested ones too, that no test of this file has entered. */
export function statesNeverEntered(workflow: Workflow): string[] {
  const seen = entered.get(workflow) ?? new Set();
  return statesOf(JSON.parse(definitionText(workflow))).filter((name) => !seen.has(name));
}

function note(workflow: string, states: readonly string[]): void {
  const seen = entered.get(workflow) ?? new Set<string>();
  for (const state of states) seen.add(state);
  entered.set(workflow, seen);
}

function statesEntered(events: readonly JsonObject[]): string[] {
  return events.flatMap(({ stateEnteredEventDetails: details }) =>
    typeof details === "object" && details !== null && "name" in details ? [String(details.name)] : [],
  );
}

function statesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === "States" && typeof inner === "object" && inner !== null ? Object.keys(inner) : []),
    ...statesOf(inner),
  ]);
}

function deployment() {
  const machines = WORKFLOWS.map((name) => ({
    stack: "test",
    type: "aws_sfn_state_machine",
    name,
    address: `aws_sfn_state_machine.${name}`,
    attributes: {
      name,
      arn: machineArn(name),
      type: EXPRESS.includes(name) ? "EXPRESS" : "STANDARD",
      role_arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      definition: definitionText(name),
    },
  }));
  return { region: REGION, accountId: ACCOUNT, resources: () => machines };
}

function definitionText(workflow: Workflow): string {
  const file = join(__dirname, "..", "..", "..", "workflows", `${workflow}.asl.json`);
  return readFileSync(file, "utf8").replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = PLACEHOLDERS[name];
    if (value === undefined) throw new Error(`${workflow} has the placeholder ${name}, which the tests do not know.`);
    return value;
  });
}

export function machineArn(name: string): string {
  return `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
}

function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
}
