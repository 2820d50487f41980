import type { JsonObject } from "../../../support/json";
import { AwsError } from "../../aws";
import type { Execution } from "../execution";
import type { ActionContext } from "./action";

/** AWS's own messages: clients and people match on them. */
export function invalidArn(arn: string): AwsError {
  return new AwsError("InvalidArn", `Invalid Arn: '${arn}'`);
}

export function typeNotSupported(): AwsError {
  return new AwsError("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
}

/** A required text field of the call. */
export function required(input: JsonObject, field: string): string {
  const value = input[field];
  if (typeof value === "string") return value;
  throw invalidValue(field, value === undefined ? "null" : JSON.stringify(value), "Member must not be null");
}

export function invalidValue(field: string, value: string, rule: string): AwsError {
  const message = `1 validation error detected: Value ${value} at '${field}' failed to satisfy constraint: ${rule}`;
  return new AwsError("ValidationException", message);
}

/** The Standard execution that the call names. AWS does not keep Express executions. */
export function executionOf(input: JsonObject, { store }: ActionContext): Execution {
  const arn = required(input, "executionArn");
  const [, kind] = /^arn:[\w-]+:states:[\w-]+:\d{12}:(execution|express):.+$/.exec(arn) ?? [];
  if (kind === "express") throw invalidArn("Resource type not valid in this context: express");
  if (!kind) throw invalidArn(arn);
  const execution = store.find(arn);
  if (!execution) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  return execution;
}
