import type { IncomingMessage } from "node:http";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const MAX_BYTES = 10 * 1024 * 1024;

/** Reads a request's body as UTF-8 text; undefined when it passes API Gateway's 10 MB, and then the rest is dropped. */
export async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("The request's stream gave text where bytes were expected.");
    bytes += chunk.length;
    // Read on to the end: a client that still sends would see a reset connection instead of the answer.
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}
