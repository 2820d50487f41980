import { randomUUID } from "node:crypto";
import { AwsError } from "../../aws";
import { StateError } from "../asl/errors";

/** How an integration names errors: the Java SDKs behind it differ, and so do the names and causes that a Catch sees. */
export type ErrorNaming = (error: AwsError) => StateError;

/** Codes that no SDK has a class for: they show as the service's general exception. */
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
 * Optimized integrations: `DynamoDB.ConditionalCheckFailedException`, and `DynamoDB.AmazonDynamoDBException` for what
 * has no class of its own. `service` is the name in the cause, `general` the general exception.
 */
export function optimizedNaming(prefix: string, service: string, general: string): ErrorNaming {
  return ({ code, message, statusCode }) => {
    const name = UNMODELLED.has(code) ? general : exceptionOf(code);
    const where = `Service: ${service}; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null`;
    return new StateError(`${prefix}.${name}`, `${message} (${where})`);
  };
}

/** SDK integrations: `DynamoDb.TransactionCanceledException`, `DynamoDb.DynamoDbException`. */
export function sdkNaming(prefix: string): ErrorNaming {
  return ({ code, message, statusCode }) => {
    const name = UNMODELLED.has(code) ? `${prefix}Exception` : exceptionOf(code);
    const where = `Service: ${prefix}, Status Code: ${statusCode}, Request ID: ${randomUUID()}`;
    return new StateError(`${prefix}.${name}`, `${message} (${where})`);
  };
}

function exceptionOf(code: string): string {
  return code.endsWith("Exception") ? code : `${code}Exception`;
}

/** Waits for a call and names its error; what is no AWS error is a broken connection to AWS as a client sees it. */
export async function named<T>(call: Promise<T>, prefix: string, naming: ErrorNaming): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError) throw naming(error);
    const message = error instanceof Error ? error.message : String(error);
    throw new StateError(`${prefix}.SdkClientException`, `Unable to execute HTTP request: ${message}`);
  }
}
