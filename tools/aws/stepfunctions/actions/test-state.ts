import { randomUUID } from "node:crypto";
import { fieldOf, isObject, type JsonObject, type JsonValue, textOf } from "../../../support/json";
import { AwsError } from "../../aws";
import { compileMachine, compileNamed } from "../asl/compile";
import { readState, type StateDefinition } from "../asl/definition";
import { StateError, UnsupportedDefinition } from "../asl/errors";
import { visitState } from "../asl/flow";
import { Trail } from "../asl/history";
import { Place } from "../asl/place";
import { type ResourceFinder, Run } from "../asl/run";
import { StateTest } from "../asl/state-test";
import { Stopped } from "../asl/stop";
import { Countdown } from "../asl/timers";
import type { Action, ActionContext } from "./action";
import { invalidArn, invalidValue, required } from "./errors";
import { contextOf, type Mock, mockOf } from "./test-state/mock";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html: five minutes, then States.Timeout. */
const LONGEST_TEST_SECONDS = 300;
const LEVELS = ["INFO", "DEBUG", "TRACE"];

/**
 * Runs one state of a JSONPath definition once. Unlike AWS, it does not compare a mocked result with the API's model
 * (`fieldValidationMode`), and it supports neither JSONata nor variables.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
export const testState: Action = async (input, context) => {
  const { inspectionLevel = "INFO" } = input;
  if (typeof inspectionLevel !== "string" || !LEVELS.includes(inspectionLevel))
    throw invalidValue(
      "inspectionLevel",
      `'${inspectionLevel}'`,
      `Member must satisfy enum value set: [${LEVELS.join(", ")}]`,
    );
  if (input.variables !== undefined) throw invalid("The local run has no variables.");
  const mock = mockOf(input);
  const find = mock ? mockedFinder(mock) : context.find;
  const { name, definition } = underTest(input, find);
  checkMock(definition, mock, input);
  const run = beginRun(input, definition, mock !== undefined, context);
  const configuration = fieldOf(input, "stateConfiguration");
  const test = new StateTest({
    retryCount: numberOf(configuration, "retrierRetryCount"),
    context: contextOf(input, isWaiting(definition)),
    mocked: () => resultOf(mock),
    failedIterations: numberOf(configuration, "mapIterationFailureCount"),
    readItems: itemsOf(configuration),
  });
  const parsed = parse(textOf(input, "input") ?? "{}", invalidInput);
  const state = validated(() => compileNamed(name, definition, find));
  const limit = new Countdown(run.around.pace.timeoutMs(LONGEST_TEST_SECONDS), () => run.stop.stop());
  run.limit = limit;
  const line = { run, trail: new Trail(0), stop: run.stop, place: new Place(), test };
  const inspected = () => inspectionOf(input, parsed, test);
  try {
    const { output, next } = await visitState({ state, input: parsed }, line);
    return {
      status: test.handled?.status ?? "SUCCEEDED",
      output: JSON.stringify(output),
      ...(next !== undefined && { nextState: next }),
      ...describeError(test.handled?.error),
      ...inspected(),
    };
  } catch (error) {
    const failure = error instanceof Stopped ? new StateError("States.Timeout", undefined) : error;
    if (!(failure instanceof StateError)) throw error;
    return { status: test.handled?.status ?? "FAILED", ...describeError(failure), ...inspected() };
  } finally {
    limit.cancel();
  }
};

interface UnderTest {
  readonly name: string;
  readonly definition: StateDefinition;
}

/** Without a `stateName`, the definition is that of a single state. */
function underTest(input: JsonObject, find: ResourceFinder): UnderTest {
  const definition = parse(required(input, "definition"), (reason) =>
    invalidDefinition(`INVALID_JSON_DESCRIPTION: ${reason}`),
  );
  const stateName = textOf(input, "stateName");
  if (stateName === undefined) return { name: "StateName", definition: validated(() => readState(definition)) };
  if (stateName === "") throw invalidValue("stateName", "''", "Member must have length greater than or equal to 1");
  validated(() => compileMachine(definition, find));
  const found = stateNamed(definition, stateName);
  if (found === undefined) throw invalid("State not found in definition");
  return { name: stateName, definition: validated(() => readState(found)) };
}

/** The state of that name, in this flow or in a nested one. */
function stateNamed(flow: JsonValue | undefined, name: string): JsonValue | undefined {
  const states = fieldOf(flow, "States");
  if (!isObject(states)) return undefined;
  const own = fieldOf(states, name);
  if (own !== undefined) return own;
  for (const state of Object.values(states)) {
    const branches = fieldOf(state, "Branches");
    for (const inner of [fieldOf(state, "ItemProcessor"), ...(Array.isArray(branches) ? branches : [])]) {
      const found = stateNamed(inner, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const NEEDS_MOCK = new Set(["Map", "Parallel"]);
const TAKES_MOCK = new Set(["Task", ...NEEDS_MOCK]);

/** Messages as recorded from AWS in test_state_mock_validation of LocalStack's tests. */
function checkMock(definition: StateDefinition, mock: Mock | undefined, input: JsonObject): void {
  const { Type: type } = definition;
  const failed = fieldOf(fieldOf(input, "stateConfiguration"), "mapIterationFailureCount");
  if (!mock) {
    if (NEEDS_MOCK.has(type))
      throw new AwsError(
        "InvalidDefinition",
        "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]",
      );
    if (isWaiting(definition))
      throw new AwsError("InvalidDefinition", "TestState supports .sync and .waitForTaskToken only with a mock.");
    if (failed !== undefined)
      throw invalid("TestState does not support MapIterationFailureCount when a mock is not specified.");
    return;
  }
  if (!TAKES_MOCK.has(type)) throw invalid(`State type '${type}' is not supported when a mock is specified`);
  const { result } = mock;
  if (!NEEDS_MOCK.has(type) || result === undefined) return;
  if (!Array.isArray(result)) throw invalid("Mocked result must be an array.");
  if (definition.Type === "Parallel" && definition.Branches.length !== result.length)
    throw invalid("Mocked result must contain the same number of items as number of Parallel branches.");
  if (typeof failed === "number" && failed > result.length)
    throw invalid("Map iteration failure count must be less than or equal to the number of Map iterations");
}

function isWaiting(definition: StateDefinition): boolean {
  return definition.Type === "Task" && /\.(?:waitForTaskToken|sync(?::2)?)$/.test(definition.Resource);
}

/** The calls of a state with a mocked result. Any Resource is accepted, even of a service that the local run lacks. */
function mockedFinder(mock: Mock): ResourceFinder {
  return (text) => {
    const [, resourceType = "lambda", resource = text] = /^arn:[\w-]+:states:::(.+):([^:]+)$/.exec(text) ?? [];
    return { resourceType, resource, run: async () => resultOf(mock) };
  };
}

function resultOf(mock: Mock | undefined): JsonValue {
  if (mock?.result !== undefined) return mock.result;
  throw new StateError(mock?.error, mock?.cause);
}

/** AWS makes the ids up too, as recorded in test_base_map_state_inspect of LocalStack's tests against AWS. */
function beginRun(input: JsonObject, definition: StateDefinition, isMocked: boolean, context: ActionContext): Run {
  const roleArn = roleOf(input, definition, isMocked);
  const around = context.around();
  const [machine, name] = [randomUUID(), randomUUID()];
  const account = roleArn?.split(":")[4] ?? "";
  const prefix = `arn:aws:states:${around.region}:${account}`;
  const stateMachineArn = `${prefix}:stateMachine:${machine}`;
  const executionArn = `${prefix}:express:${machine}:${name}`;
  return new Run(
    around,
    { executionArn, stateMachineArn, roleArn: roleArn ?? "" },
    {
      Execution: {
        Id: executionArn,
        Input: parse(textOf(input, "input") ?? "{}", invalidInput),
        Name: name,
        ...(roleArn !== undefined && { RoleArn: roleArn }),
        StartTime: new Date().toISOString(),
      },
      StateMachine: { Id: stateMachineArn, Name: machine },
      ...(isWaiting(definition) && { Task: { Token: randomUUID() } }),
    },
  );
}

function roleOf(input: JsonObject, { Type: type }: StateDefinition, isMocked: boolean): string | undefined {
  const roleArn = type === "Task" && !isMocked ? required(input, "roleArn") : textOf(input, "roleArn");
  if (roleArn !== undefined && !/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn)) throw invalidArn(roleArn);
  return roleArn;
}

const AS_THEY_ARE = new Set(["errorDetails", "maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage"]);

/** Everything except numbers and details is JSON text. */
function inspectionOf(call: JsonObject, input: JsonValue, { seen }: StateTest): JsonObject {
  const { inspectionLevel: level = "INFO" } = call;
  if (level === "INFO") return {};
  const fields = Object.entries({ input, ...seen }).map(([name, value]) => [
    name,
    AS_THEY_ARE.has(name) ? value : JSON.stringify(value),
  ]);
  return { inspectionData: Object.fromEntries(fields) };
}

function describeError(failure: StateError | undefined): JsonObject {
  if (!failure) return {};
  const { error, cause } = failure;
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

function numberOf(configuration: JsonValue | undefined, field: string): number {
  const value = fieldOf(configuration, field) ?? 0;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw invalidValue(`stateConfiguration.${field}`, `'${value}'`, "Member must be greater than or equal to 0");
}

function itemsOf(configuration: JsonValue | undefined): readonly JsonValue[] {
  const text = textOf(configuration, "mapItemReaderData");
  if (text === undefined) return [];
  const items = parse(text, () => invalid("mapItemReaderData must be valid JSON"));
  if (Array.isArray(items)) return items;
  throw invalid("mapItemReaderData must be an array.");
}

function parse(text: string, refusal: (reason: string) => AwsError): JsonValue {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
}

function validated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnsupportedDefinition) throw invalidDefinition(`SCHEMA_VALIDATION_FAILED: ${error.message}`);
    throw error;
  }
}

function invalidDefinition(reason: string): AwsError {
  return new AwsError("InvalidDefinition", `Invalid State Machine Definition: '${reason}'`);
}

function invalidInput(reason: string): AwsError {
  return new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${reason}'`);
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
