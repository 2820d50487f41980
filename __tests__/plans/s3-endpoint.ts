import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { ACCOUNT_ID } from "./aws-endpoint";

export interface S3Endpoint {
  readonly url: string;
  /** What is stored, by bucket and key with a slash between. */
  readonly objects: Map<string, Buffer>;
  close(): Promise<void>;
}

/**
 * Answers on loopback what Terraform's S3 backend asks: objects, including a lock, which may be put only if it does not exist; the list of a bucket; and who calls.
 */
export async function startS3Endpoint(): Promise<S3Endpoint> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    answer(objects, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`S3 listens at ${address}, not a port.`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    objects,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

async function answer(objects: Map<string, Buffer>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const key = decodeURIComponent(pathname).replace(/^\//, "");
  if (key === "") return xml(response, 200, callerIdentity);
  if (!key.includes("/")) return xml(response, 200, list(objects, key, searchParams.get("prefix") ?? ""));
  const stored = objects.get(key);
  switch (request.method) {
    case "PUT":
      if (request.headers["if-none-match"] === "*" && stored !== undefined) {
        return xml(response, 412, "<Error><Code>PreconditionFailed</Code><Message>It is there.</Message></Error>");
      }
      objects.set(key, body);
      return void response.writeHead(200, { etag: etag(body) }).end();
    case "DELETE":
      objects.delete(key);
      return void response.writeHead(204).end();
    default:
      if (stored === undefined) return xml(response, 404, "<Error><Code>NoSuchKey</Code></Error>");
      response.writeHead(200, { etag: etag(stored), "content-length": stored.length });
      return void response.end(request.method === "HEAD" ? undefined : stored);
  }
}

function list(objects: Map<string, Buffer>, bucket: string, prefix: string): string {
  const keys = [...objects.keys()].filter((key) => key.startsWith(`${bucket}/${prefix}`));
  const contents = keys.map((key) => `<Contents><Key>${key.slice(bucket.length + 1)}</Key></Contents>`);
  return `<ListBucketResult><Name>${bucket}</Name><IsTruncated>false</IsTruncated>${contents.join("")}</ListBucketResult>`;
}

function xml(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "application/xml" }).end(text);
}

function etag(body: Buffer): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

const callerIdentity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${ACCOUNT_ID}:user/planner</Arn><UserId>AIDAPLANNER</UserId><Account>${ACCOUNT_ID}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
