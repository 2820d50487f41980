import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const MAX_BYTES = 10 * 1024 * 1024;

/**
 * Reads a request's body as text. Refuses a body over API Gateway's 10 MB, and one that is not UTF-8: its replacement
 * characters would be taken for the client's own text.
 */
export async function readBody(incoming: IncomingMessage): Promise<string | Refusal> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("The request's stream gave text where bytes were expected.");
    bytes += chunk.length;
    // Reads to the end: a client that is still sending would see a reset connection instead of the answer.
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BYTES) return new Refusal("REQUEST_TOO_LARGE", "Request Too Long");
  const whole = Buffer.concat(chunks);
  if (!isUtf8(whole)) return new Refusal("BAD_REQUEST_BODY", "Invalid request body", "The body is not UTF-8.");
  return whole.toString("utf8");
}
