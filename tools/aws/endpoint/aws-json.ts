import { crc32 } from "node:zlib";
import { isObject, type JsonObject } from "../../support/json";
import { AwsError } from "../aws";
import { QueryCompatibleError } from "../services/sqs";
import type { Answer, Exchange } from "./exchange";

/** The protocols awsJson 1.0 and 1.1: the action is in X-Amz-Target, input and output are JSON. */
export async function answerAwsJson({ aws, service, principal, headers, body }: Exchange): Promise<Answer> {
  const action = actionOf(headers["x-amz-target"]);
  const output = await aws.call({ service, action, input: parseInput(body), principal });
  return jsonAnswer(200, headers["content-type"], output);
}

/** https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#operation-error-serialization */
export function awsJsonError({ service, headers }: Exchange, error: AwsError): Answer {
  const { code, message, statusCode, details } = error;
  const namespace = service === "dynamodb" ? "com.amazonaws.dynamodb.v20120810#" : "";
  const body = { __type: `${namespace}${code}`, message, ...details };
  const answer = jsonAnswer(statusCode, headers["content-type"], body);
  const queryError = error instanceof QueryCompatibleError ? { "x-amzn-query-error": error.queryError } : {};
  return { ...answer, headers: { ...answer.headers, "x-amzn-errortype": code, ...queryError } };
}

/** `DynamoDB_20120810.PutItem` names the action PutItem. */
function actionOf(target: string | string[] | undefined): string {
  return String(target).split(".").at(-1) ?? "";
}

function parseInput(body: string): JsonObject {
  try {
    const input = body === "" ? {} : JSON.parse(body);
    if (isObject(input)) return input;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError("SerializationException", "The body of the request must be a JSON object.");
}

function jsonAnswer(status: number, contentType: string | undefined, output: JsonObject): Answer {
  const body = JSON.stringify(output);
  // DynamoDB's clients compare the checksum where there is one.
  const checksum = String(crc32(body));
  return { status, headers: { "content-type": contentType ?? "application/json", "x-amz-crc32": checksum }, body };
}
