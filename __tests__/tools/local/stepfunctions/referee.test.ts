import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StateMachine } from "aws-local-stepfunctions";
import type { JsonObject, JsonValue } from "../../../../tools/local/aws";
import { compileMachine } from "../../../../tools/local/stepfunctions/asl/compile";
import { StateError } from "../../../../tools/local/stepfunctions/asl/errors";
import { runFlow } from "../../../../tools/local/stepfunctions/asl/flow";
import { Trail } from "../../../../tools/local/stepfunctions/asl/history";
import { isObject } from "../../../../tools/local/stepfunctions/asl/json";
import { Run } from "../../../../tools/local/stepfunctions/asl/run";

/*
 * The real definitions, run side by side by this project's interpreter and by aws-local-stepfunctions, which others
 * wrote: both must call the same tasks with the same parameters and give the same output. Left out is what that package
 * is known to do otherwise than AWS (3.0.0): intrinsic functions in CausePath, IsPresent false, StringMatches with a
 * question mark, backslashes in what an intrinsic function gives, falsy Results, a TimeoutSeconds beyond 24 days.
 */

/** What a task answers: its raw result, or the name of its error. */
type Answers = Readonly<Record<string, JsonValue | Error>>;

interface Ended {
  readonly output: JsonValue;
  /** The tasks called, with what. In a Parallel or Map the order is free. */
  readonly tasks: readonly string[];
}

const TIME = "2024-01-01T00:00:00.000Z";
const EXECUTION = "arn:aws:states:eu-central-1:123456789012:execution:machine:one";

function failure(name: string, cause = "told by the test"): Error {
  return Object.assign(new Error(cause), { name });
}

function definitionOf(workflow: string): JsonObject {
  const file = join(__dirname, "..", "..", "..", "..", "workflows", `${workflow}.asl.json`);
  const parsed: JsonValue = JSON.parse(readFileSync(file, "utf8").replaceAll(/\$\{(\w+)\}/g, "$1"));
  if (!isObject(parsed)) throw new Error(`${workflow} is no object.`);
  const { TimeoutSeconds: _, ...definition } = parsed;
  return definition;
}

async function ours(definition: JsonObject, input: JsonValue, answers: Answers): Promise<Ended> {
  const tasks: string[] = [];
  const machine = compileMachine(namedTasks(definition), (name) => ({
    resourceType: "test",
    resource: name,
    run: async (parameters) => answer(name, parameters, answers, tasks),
  }));
  const around = {
    pace: { waitMs: () => 0, timeoutMs: (seconds: number) => seconds * 1000 },
    region: "eu-central-1",
    random: () => 0,
    taskBegan: () => {},
    taskEnded: () => {},
  };
  const caller = { executionArn: EXECUTION, stateMachineArn: "machine", roleArn: "role" };
  const context = { Execution: { Id: EXECUTION, Input: input, StartTime: TIME }, StateMachine: {} };
  const run = new Run(around, caller, context);
  const output = await runFlow(machine.flow, input, { run, trail: new Trail(0), stop: run.stop });
  return { output, tasks: normal(tasks) };
}

/** Gives every Task its own name as its Resource, so that it can be told apart. */
function namedTasks(definition: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(definition), (key, value) => {
    if (key !== "States") return value;
    for (const [name, state] of Object.entries(Object(value))) {
      if (Object(state).Type === "Task") Object(state).Resource = name;
    }
    return value;
  });
}

async function theirs(definition: JsonObject, input: JsonValue, answers: Answers): Promise<Ended> {
  const tasks: string[] = [];
  const handlers = Object.fromEntries(
    taskNames(definition).map((name) => [
      name,
      async (parameters: JsonValue) => answer(name, parameters, answers, tasks),
    ]),
  );
  // The text is parsed anew into the type that the package wants of a definition.
  const machine = new StateMachine(JSON.parse(JSON.stringify(definition)), { validationOptions: { noValidate: true } });
  const { result } = machine.run(input, {
    overrides: { taskResourceLocalHandlers: handlers },
    context: { State: { EnteredTime: TIME }, Execution: { Id: EXECUTION } },
  });
  return { output: await result, tasks: normal(tasks) };
}

function taskNames(definition: JsonObject): string[] {
  const names: string[] = [];
  JSON.stringify(definition, (_key, value) => {
    for (const [name, state] of Object.entries(Object(Object(value).States))) {
      if (Object(state).Type === "Task") names.push(name);
    }
    return value;
  });
  return names;
}

function answer(name: string, parameters: JsonValue, answers: Answers, tasks: string[]): JsonValue {
  tasks.push(`${name} ${JSON.stringify(parameters)}`);
  const found = answers[name] ?? {};
  // Each interpreter has an error of its own kind.
  if (found instanceof Error)
    throw Object.assign(new StateError(found.name, found.message), { name: found.name, message: found.message });
  return found;
}

/** The two read the clock at different times. */
function normal(tasks: readonly string[]): string[] {
  return tasks.map((task) => task.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")).sort();
}

const order = {
  orderId: "order-1",
  customerId: "c",
  currency: "EUR",
  totalAmount: 5_000_000_000,
  lineCount: 1,
  fingerprint: "f1",
  paymentToken: "t",
  shipTo: "{}",
  contact: "{}",
  lines: "[]",
  expiresAt: 1_900_000_000,
};
const valid = { Payload: { valid: true, order } };
const taken = failure("DynamoDb.TransactionCanceledException", "specific reasons [ConditionalCheckFailed, None]");
const found = (status: string, fingerprint: string) => ({
  Item: { status: { S: status }, fingerprint: { S: fingerprint } },
});
const request = { bytes: 10, body: "text" };
const lines = {
  Item: {
    lines: {
      S: JSON.stringify([
        { sku: "a", quantity: 1 },
        { sku: "b", quantity: 2 },
      ]),
    },
  },
};
const child = { orderId: "order-1", customerId: "c", expiresAt: "1900000000" };
const claimed = {
  Attributes: {
    orderId: { S: "order-1" },
    customerId: { S: "c" },
    expiresAt: { N: "1900000000" },
    totalAmount: { N: "5000000000" },
    currency: { S: "EUR" },
    paymentToken: { S: "t" },
    shipTo: { S: '{"name":"n"}' },
  },
};
const fulfilled: Answers = {
  ClaimOrder: claimed,
  ReserveInventory: { Status: "SUCCEEDED", Output: '{"outcome":"RESERVED"}' },
  ProcessPayment: { Payload: { chargeId: "1" } },
  ShipOrder: { Payload: { shipmentId: "2" } },
  SettleOrder: { Status: "SUCCEEDED" },
  ReleaseInventory: { Status: "SUCCEEDED" },
  CloseOrder: { Status: "SUCCEEDED" },
};

const runs: readonly [string, string, JsonValue, Answers][] = [
  ["order-intake", "accepted", request, { ValidateOrder: valid }],
  ["order-intake", "too large", { bytes: 40_000 }, {}],
  [
    "order-intake",
    "invalid",
    request,
    { ValidateOrder: { Payload: { valid: false, statusCode: 422, answer: { error: "INVALID_ORDER" } } } },
  ],
  [
    "order-intake",
    "a duplicate",
    request,
    { ValidateOrder: valid, RecordOrder: taken, FindRecordedOrder: found("SHIPPED", "f1") },
  ],
  [
    "order-intake",
    "handed over again",
    request,
    { ValidateOrder: valid, RecordOrder: taken, FindRecordedOrder: found("RECEIVED", "f1") },
  ],
  [
    "order-intake",
    "a conflict",
    request,
    { ValidateOrder: valid, RecordOrder: taken, FindRecordedOrder: found("RECEIVED", "f2") },
  ],
  ["reserve-inventory", "reserved", child, { LoadLines: lines }],
  ["reserve-inventory", "reserved before", child, { LoadLines: lines, ReserveLine: taken }],
  [
    "reserve-inventory",
    "short",
    child,
    { LoadLines: lines, ReserveLine: failure(taken.name, "[None, ConditionalCheckFailed]") },
  ],
  ["release-inventory", "released", child, { LoadLines: lines }],
  ["release-inventory", "barred", child, { LoadLines: lines, ReleaseLine: taken }],
  ["settle-order", "completed", { ...child, status: "COMPLETED" }, {}],
  ["settle-order", "cancelled", { ...child, status: "CANCELLED", reason: "OUT_OF_STOCK" }, {}],
  ["order-fulfilment", "completed", [{ orderId: "order-1" }], fulfilled],
  [
    "order-fulfilment",
    "claimed before",
    [{ orderId: "order-1" }],
    { ClaimOrder: failure("DynamoDB.ConditionalCheckFailedException") },
  ],
  [
    "order-fulfilment",
    "out of stock",
    [{ orderId: "order-1" }],
    { ...fulfilled, ReserveInventory: { Status: "SUCCEEDED", Output: '{"outcome":"OUT_OF_STOCK"}' } },
  ],
  [
    "order-fulfilment",
    "declined",
    [{ orderId: "order-1" }],
    { ...fulfilled, ProcessPayment: failure("PaymentDeclined") },
  ],
  [
    "order-fulfilment",
    "address refused",
    [{ orderId: "order-1" }],
    { ...fulfilled, ShipOrder: failure("AddressRefused") },
  ],
];

test.each(runs)("%s, %s: both interpreters do the same", async (workflow, _path, input, answers) => {
  const definition = definitionOf(workflow);
  const expected = await theirs(definition, input, answers);
  expect(await ours(definition, input, answers)).toEqual(expected);
});
