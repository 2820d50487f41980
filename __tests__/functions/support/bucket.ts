import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { useAws } from "./aws";

export interface Stored {
  readonly body: Buffer;
  readonly headers: IncomingMessage["headers"];
}

/** What goes wrong with the next requests; a status answers all of them. */
export type Fault = { status: number } | "break off" | "hang up" | undefined;

/** The S3 bucket `payloads` on loopback, with the AWS SDK pointed at it. It knows one version of each object. */
export class Bucket {
  static readonly bucket = "payloads";
  /** By key. */
  readonly stored = new Map<string, Stored>();
  readonly version = "v1";
  fault: Fault;
  /** Method and path of each request. */
  readonly requests: string[] = [];
  private readonly server: Server = createServer((request, response) => this.serve(request, response));

  static async start(): Promise<Bucket> {
    const bucket = new Bucket();
    await new Promise<void>((done) => bucket.server.listen(0, "127.0.0.1", done));
    useAws(bucket.url);
    process.env.PAYLOAD_BUCKET = Bucket.bucket;
    return bucket;
  }

  /** A host name, not an address: a client could put a bucket's name before it. */
  get url(): string {
    const address = this.server.address();
    if (typeof address !== "object" || address === null) throw new Error("The server is not listening.");
    return `http://localhost:${address.port}`;
  }

  /** Stores an object and returns the event's description of it. */
  put(key: string, body: string | Buffer) {
    const bytes = Buffer.from(body);
    this.stored.set(key, { body: bytes, headers: {} });
    return { bucket: Bucket.bucket, key, size: bytes.length, etag: etagOf(bytes), versionId: this.version };
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    this.requests.push(`${request.method} ${url.pathname}`);
    const body = await buffer(request);
    const key = url.pathname.slice(`/${Bucket.bucket}/`.length);
    if (this.fault === "hang up") return void request.socket.destroy();
    if (typeof this.fault === "object") return refuse(response, this.fault.status, "Fault");
    if (request.method === "PUT") {
      this.stored.set(key, { body, headers: request.headers });
      return void response.end();
    }
    const stored = this.stored.get(key);
    if (!stored) return refuse(response, 404, "NoSuchKey");
    const version = url.searchParams.get("versionId");
    if (version !== null && version !== this.version) return refuse(response, 404, "NoSuchVersion");
    const match = request.headers["if-match"];
    if (match !== undefined && match !== `"${etagOf(stored.body)}"`) return refuse(response, 412, "PreconditionFailed");
    response.writeHead(200, { "content-length": stored.body.length });
    if (this.fault !== "break off") return void response.end(stored.body);
    response.write(stored.body.subarray(0, stored.body.length / 2), () => response.destroy());
  }
}

function etagOf(body: Buffer): string {
  return createHash("md5").update(body).digest("hex");
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
}
