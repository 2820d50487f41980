import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { text } from "node:stream/consumers";

export interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does with a request: answer it, keep silent, or hang up. */
export type Reply =
  | { status: number; body: unknown; headers?: Record<string, string> }
  | "never"
  | "hang up"
  | "headers only";

/** An HTTP server on loopback that records every request and sends the reply that is set. */
export class Loopback {
  readonly received: Received[] = [];
  reply: Reply | ((request: Received) => Reply) = { status: 200, body: {} };
  private readonly server: Server;

  private constructor() {
    this.server = createServer(async (request, response) => {
      const body = await text(request);
      const received = { method: request.method, path: request.url, headers: request.headers, body };
      this.received.push(received);
      const reply = typeof this.reply === "function" ? this.reply(received) : this.reply;
      if (reply === "never") return;
      if (reply === "hang up") request.socket.destroy();
      else if (reply === "headers only") response.writeHead(200).flushHeaders();
      else {
        response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
        response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
      }
    });
  }

  static async start(): Promise<Loopback> {
    const loopback = new Loopback();
    await new Promise<void>((done) => loopback.server.listen(0, "127.0.0.1", done));
    return loopback;
  }

  get url(): string {
    const address = this.server.address();
    if (typeof address !== "object" || address === null) throw new Error("The server is not listening.");
    return `http://127.0.0.1:${address.port}`;
  }

  /** The last request received. */
  get last(): Received {
    const last = this.received.at(-1);
    if (!last) throw new Error("No request came.");
    return last;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}
