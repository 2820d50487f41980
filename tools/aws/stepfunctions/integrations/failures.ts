import { randomBytes, randomUUID } from "node:crypto";
import { AwsError } from "../../aws";
import { StateError } from "../asl/errors";

/** An integration's names of errors. Its Java SDKs differ, and with them the names and causes that a Catch sees. */
export type ErrorNaming = (error: AwsError) => StateError;

/** Codes without a class in any SDK: they appear as the service's general exception. */
const UNMODELLED = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "InvalidSignatureException",
  "MissingParameter",
  "NotImplemented",
  "UnrecognizedClientException",
  "ValidationError",
  "ValidationException",
]);

/**
 * Optimized integrations: `DynamoDB.ConditionalCheckFailedException`, and `DynamoDB.AmazonDynamoDBException` for an
 * error without its own class. `service` is the name in the cause, `general` the general exception.
 */
export function optimizedNaming(prefix: string, service: string, general: string): ErrorNaming {
  return ({ code, message, statusCode }) => {
    const name = UNMODELLED.has(code) ? general : exceptionOf(code);
    const where = `Service: ${service}; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null`;
    return new StateError(`${prefix}.${name}`, `${message} (${where})`);
  };
}

/**
 * SDK integrations: `DynamoDb.TransactionCanceledException`, `DynamoDb.DynamoDbException`. The count of attempts has
 * been in the cause since 2025 (test_aws_sdk_task_service, test_sfn_send_task_outcome_with_no_such_token), and S3 has a
 * second request id (test_aws_sdk, test_no_such_bucket).
 */
export function sdkNaming(prefix: string): ErrorNaming {
  return ({ code, message, statusCode }) => {
    const name = UNMODELLED.has(code) ? `${prefix}Exception` : exceptionOf(code);
    const where = `Service: ${prefix}, Status Code: ${statusCode}, Request ID: ${randomUUID()}`;
    const extended = prefix === "S3" ? `, Extended Request ID: ${randomBytes(56).toString("base64")}` : "";
    return new StateError(`${prefix}.${name}`, `${message} (${where}${extended}) (SDK Attempt Count: 1)`);
  };
}

function exceptionOf(code: string): string {
  return code.endsWith("Exception") ? code : `${code}Exception`;
}

/** Waits for a call and names its error. An error that is not from AWS appears as a client's broken connection. */
export async function named<T>(call: Promise<T>, prefix: string, naming: ErrorNaming): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError) throw naming(error);
    const message = error instanceof Error ? error.message : String(error);
    throw new StateError(`${prefix}.SdkClientException`, `Unable to execute HTTP request: ${message}`);
  }
}
