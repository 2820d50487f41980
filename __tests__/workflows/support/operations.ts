import type { JsonObject, JsonValue } from "../../../tools/local/aws";

/**
 * The name by which tests speak of a call: a function's or a queue's own name, a nested workflow's, and for DynamoDB
 * what is done to which record: `claim order`, `reserve line` ...
 */
export function operationOf(service: string, action: string, input: JsonObject): string {
  if (service === "lambda") return lastPart(input.FunctionName, ":");
  if (service === "sqs") return lastPart(input.QueueUrl, "/");
  if (service === "states") return lastPart(input.stateMachineArn, ":");
  if (service === "dynamodb") return recordOperation(action, input);
  return service === "sns" ? "notify customer" : "publish event";
}

function recordOperation(action: string, input: JsonObject): string {
  const text = JSON.stringify(input);
  if (action === "TransactWriteItems") {
    if (text.includes("RESERVATION#")) return text.includes('"Put"') ? "reserve line" : "release line";
    return "record order";
  }
  if (action === "GetItem") return text.includes('"LINES"') ? "load lines" : "find order";
  if (action === "PutItem") return "bar line";
  if (text.includes("claimedBy")) return "claim order";
  if (text.includes("shipmentId")) return "mark shipped";
  return text.includes(":failed") ? "mark failed" : "close order";
}

function lastPart(value: JsonValue | undefined, separator: string): string {
  return String(value).split(separator).at(-1) ?? "";
}
