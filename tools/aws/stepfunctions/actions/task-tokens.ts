import { type JsonObject, type JsonValue, textOf } from "../../../support/json";
import { AwsError } from "../../aws";
import { MOST_PAYLOAD_BYTES } from "../asl/run";
import type { TokenHolder } from "../asl/task-tokens";
import type { Action, ActionContext } from "./action";
import { invalidValue, required } from "./errors";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess: Action = (input, context) => {
  const output = outputOf(input);
  holderOf(input, context).succeed(output);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure: Action = (input, context) => {
  const error = textOf(input, "error");
  const cause = textOf(input, "cause");
  atMost("error", error, LONGEST_ERROR);
  atMost("cause", cause, LONGEST_CAUSE);
  holderOf(input, context).fail(error, cause);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat: Action = (input, context) => {
  holderOf(input, context).heartbeat();
  return {};
};

const LONGEST_TOKEN = 2_048;
const LONGEST_ERROR = 256;
const LONGEST_CAUSE = 32_768;

/** AWS's own messages. AWS gives this one for any task that has ended, not only for one that timed out. */
function holderOf(input: JsonObject, { tokens }: ActionContext): TokenHolder {
  const token = required(input, "taskToken");
  if (token === "") throw invalidValue("taskToken", "''", "Member must have length greater than or equal to 1");
  atMost("taskToken", token, LONGEST_TOKEN);
  const holder = tokens.find(token);
  if (holder === "MALFORMED") throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
  if (holder === "UNKNOWN") throw new AwsError("TaskDoesNotExist", "Task does not exist");
  if (holder === "SPENT") throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
  return holder;
}

function outputOf(input: JsonObject): JsonValue {
  const text = required(input, "output");
  if (Buffer.byteLength(text) > MOST_PAYLOAD_BYTES)
    throw invalidValue("output", "too long", `Member must have length less than or equal to ${MOST_PAYLOAD_BYTES}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError("InvalidOutput", `Invalid Output: '${reason}'`);
  }
}

function atMost(field: string, value: string | undefined, most: number): void {
  if (value !== undefined && value.length > most)
    throw invalidValue(field, "too long", `Member must have length less than or equal to ${most}`);
}
