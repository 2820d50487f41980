import type { JsonObject, JsonValue } from "../../../tools/support/json";

/**
 * The name of a call in tests: a function's or a queue's own name, a nested workflow's, and for DynamoDB
 * what is done to which record: `claim order`, `reserve line` ...
 */
export function operationOf(service: string, action: string, input: JsonObject): string {
  if (service === "lambda") return lastPart(input.FunctionName, ":");
  if (service === "sqs") return lastPart(input.QueueUrl, "/");
  if (service === "states") return action.startsWith("SendTask") ? action : machineName(input.stateMachineArn);
  if (service === "dynamodb") return recordOperation(action, input);
  if (service === "s3") return action === "HeadObject" ? "check lines" : "read lines";
  return service === "sns" ? `notify ${lastPart(input.TopicArn, ":")}` : "publish event";
}

function recordOperation(action: string, input: JsonObject): string {
  const text = JSON.stringify(input);
  switch (action) {
    case "TransactWriteItems":
      if (!text.includes("RESERVATION#")) return "record order";
      return text.includes('"Put"') ? "reserve line" : "release line";
    case "GetItem":
      if (text.includes("Token")) return "find token";
      if (text.includes("lostAfter")) return "find waiting order";
      if (text.includes("RESERVATION#")) return "find reservation";
      return text.includes('"LINES"') ? "load lines" : "find order";
    case "PutItem":
      return text.includes("RESERVATION#") ? "bar line" : "record rejection";
    case "Query":
      return "find page";
    default:
      return updateOperation(text);
  }
}

/** What an update does, by what only it writes. */
const UPDATES = {
  "claimedBy = :execution,": "claim order",
  ":outcome": "record decision",
  approvedBy: "mark approved",
  approvalToken: "await approval",
  deliveryToken: "await delivery",
  HAND_OVER_FAILED: "give up",
  "REMOVE handOverAt[0]": "end turn",
  ":failed": "mark failed",
};

function updateOperation(text: string): string {
  return Object.entries(UPDATES).find(([attribute]) => text.includes(attribute))?.[1] ?? "close order";
}

/** Without the version or the alias. */
function machineName(arn: JsonValue | undefined): string {
  return String(arn).split(":")[6] ?? "";
}

function lastPart(value: JsonValue | undefined, separator: string): string {
  return String(value).split(separator).at(-1) ?? "";
}
