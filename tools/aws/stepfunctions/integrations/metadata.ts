import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { JsonObject } from "../../../support/json";

/** Makes a service's response headers, by name, from its answer and the request id. */
export type Headers = (answer: JsonObject, requestId: string) => Readonly<Record<string, string>>;

/**
 * The result of an optimized integration: the service's answer and the metadata of its HTTP response, sorted by name.
 * It all counts towards the payload limit, so values that are unknown here are invented with the length of AWS's
 * values. Recorded in test_dynamodb_task_service, test_lambda_task_service, test_sfn_task_service,
 * test_sns_task_service and test_sqs_task_service of LocalStack's tests against AWS; test_events_task_service and
 * test_aws_sdk_task_service show that putEvents and SDK integrations add nothing.
 */
export function withMetadata(result: JsonObject, answer: JsonObject, headers: Headers, requestId: string): JsonObject {
  const sent = Object.entries(headers(answer, requestId));
  const byName = [...sent].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const complete: JsonObject = {
    ...result,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(sent.map(([name, value]) => [name, [value]])),
      HttpHeaders: Object.fromEntries(byName),
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
  return Object.fromEntries(Object.entries(complete).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A request id of DynamoDB: 52 capital letters and digits. The other services use UUIDs. */
export function dynamodbRequestId(): string {
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  return Array.from(randomBytes(52), (byte) => letters.charAt(byte % letters.length)).join("");
}

export const dynamodbHeaders: Headers = (answer, requestId) => ({
  Server: "Server",
  Connection: "keep-alive",
  "x-amzn-RequestId": requestId,
  "x-amz-crc32": String(crc32(JSON.stringify(answer))),
  "Content-Length": String(Buffer.byteLength(JSON.stringify(answer))),
  Date: new Date().toUTCString(),
  "Content-Type": "application/x-amz-json-1.0",
});

/** Step Functions and SQS. */
export const jsonHeaders: Headers = (answer, requestId) =>
  plainHeaders(requestId, Buffer.byteLength(JSON.stringify(answer)), "application/x-amz-json-1.0");

/** The length of Publish's XML response with its two ids: test_sns_task_service. */
const PUBLISHED_BYTES = 294;

export const snsHeaders: Headers = (_answer, requestId) => plainHeaders(requestId, PUBLISHED_BYTES, "text/xml");

export const lambdaHeaders: Headers = ({ Payload, LogResult, ExecutedVersion }, requestId) => ({
  ...(typeof LogResult === "string" && { "X-Amz-Log-Result": LogResult }),
  "X-Amz-Executed-Version": String(ExecutedVersion),
  "x-amzn-Remapped-Content-Length": "0",
  Connection: "keep-alive",
  "x-amzn-RequestId": requestId,
  "Content-Length": String(Buffer.byteLength(String(Payload ?? ""))),
  Date: new Date().toUTCString(),
  // The recordings mask the trace header. This is its longest known form, so the measured payload is never too small.
  "X-Amzn-Trace-Id": `Root=1-${randomHex(8)}-${randomHex(24)};Parent=${randomHex(16)};Sampled=0;Lineage=1:${randomHex(8)}:0`,
  "Content-Type": "application/json",
});

function plainHeaders(requestId: string, bytes: number, type: string): Readonly<Record<string, string>> {
  return {
    "x-amzn-RequestId": requestId,
    connection: "keep-alive",
    "Content-Length": String(bytes),
    Date: new Date().toUTCString(),
    "Content-Type": type,
  };
}

function randomHex(digits: number): string {
  return randomBytes(digits / 2).toString("hex");
}
