import type { JsonObject, JsonValue } from "../../../../../tools/support/json";
import { Lab, type LabOptions, type Responder } from "./lab";

const WAIT = {
  Type: "Task",
  Resource: "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken",
  Parameters: { TableName: "t", Values: { ":token": { "S.$": "$$.Task.Token" } } },
} as const;

/** The error for a spent token. */
export const SPENT = { code: "TaskTimedOut", message: "Task Timed Out: 'Provided task does not exist anymore'" };

/** A machine of one task that hands its token out to a table. */
export function machine(task: JsonObject = {}, name = "S"): JsonObject {
  return {
    StartAt: name,
    States: { [name]: { ...WAIT, End: true, ...task }, Caught: { Type: "Pass", End: true } },
  };
}

export function tokenIn(input: JsonObject): string {
  return String(Object(input.Values)[":token"].S);
}

/** Starts a machine, and waits until it has handed its token out. */
export async function waiting(task: JsonObject = {}, options: LabOptions = {}, input: JsonValue = {}) {
  let told: (token: string) => void = () => {};
  const token = new Promise<string>((resolve) => {
    told = resolve;
  });
  const respond: Responder = (call) => {
    told(tokenIn(call.input));
    return options.respond ? options.respond(call) : { Updated: 1 };
  };
  const lab = new Lab(machine(task), { ...options, respond });
  const execution = await lab.start(input);
  const taskToken = await token;
  // One turn of the event loop later the call's answer has been noted.
  await new Promise(setImmediate);
  return { lab, execution, taskToken };
}
