import { fieldOf, isObject, type JsonObject, type JsonValue, textOf } from "../../../../support/json";
import { AwsError } from "../../../aws";

/** The result or error that replaces the own one of the state under test. */
export interface Mock {
  readonly result: JsonValue | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** The mock of a TestState call. Messages as recorded from AWS in test_state_mock_validation of LocalStack's tests. */
export function mockOf({ mock, revealSecrets }: JsonObject): Mock | undefined {
  if (mock === undefined) return undefined;
  const [text, errorOutput] = [textOf(mock, "result"), fieldOf(mock, "errorOutput")];
  if ((text === undefined) === (errorOutput === undefined))
    throw invalid("A test mock should have only one of the following fields: [result, errorOutput].");
  if (revealSecrets === true) throw invalid("TestState does not support RevealSecrets when a mock is specified.");
  const result = text === undefined ? undefined : parse(text, "Mocked result must be valid JSON");
  return { result, error: textOf(errorOutput, "error"), cause: textOf(errorOutput, "cause") };
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Execution: ["Id", "Input", "Name", "RoleArn", "StartTime", "RedriveCount", "RedriveTime"],
  State: ["EnteredTime", "Name", "RetryCount"],
  StateMachine: ["Id", "Name"],
  Task: ["Token"],
};
const NUMBERS = new Set(["RedriveCount", "RetryCount"]);

/** The context object of a TestState call. Messages as recorded in test_state_context_object of LocalStack's tests. */
export function contextOf({ context, mock }: JsonObject, isWaiting: boolean): JsonObject | undefined {
  if (context === undefined) return undefined;
  if (mock === undefined) throw refused("It needs a mock");
  const given = typeof context === "string" ? parse(context, `${INVALID}: It must be valid JSON`) : context;
  if (!isObject(given)) throw refused("It must be a JSON object");
  for (const [name, part] of Object.entries(given)) checkPart(name, part, isWaiting);
  return given;
}

function checkPart(name: string, part: JsonValue, isWaiting: boolean): void {
  if (name === "Map") throw refused("'Map' field is not supported when mocking a Context object");
  const fields = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (!fields) throw refused(`Field '${name}' is not allowed`);
  if (name === "Task" && !isWaiting)
    throw refused(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  if (!isObject(part)) throw refused(`${name} must be an object`);
  for (const [field, value] of Object.entries(part)) {
    if (!fields.includes(field)) throw refused(`Field '${field}' is not allowed`);
    const type = NUMBERS.has(field) ? "number" : "string";
    if (field !== "Input" && typeof value !== type) throw refused(`${name}.${field} must be a ${type}`);
  }
}

const INVALID = "Invalid Context object provided";

function refused(reason: string): AwsError {
  return invalid(`${INVALID}: ${reason}`);
}

function parse(text: string, message: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(message);
  }
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
