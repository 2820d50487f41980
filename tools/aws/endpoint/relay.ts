import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

/** Headers that are about one connection, not about what goes through it. */
const ofTheConnection = new Set(["connection", "keep-alive", "transfer-encoding"]);

/** Passes requests on as they are, bodies of any size included, to a server that listens on a Unix domain socket. */
export class Relay {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly socketPath: string) {}

  /**
   * Rejects where the server cannot be reached; what it answers, an error too, is passed back. `body` is given where it
   * was read already.
   */
  async pass(from: IncomingMessage, to: ServerResponse, body?: string): Promise<void> {
    const onward = request({
      socketPath: this.socketPath,
      path: from.url ?? "/",
      method: from.method ?? "GET",
      // Host too: it may hold the name of the bucket.
      headers: Object.fromEntries(Object.entries(from.headers).filter(([name]) => !ofTheConnection.has(name))),
      agent: this.agent,
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      onward.once("response", resolve);
      onward.once("error", reject);
    });
    const [, answer] = await Promise.all([pipeline(body === undefined ? from : [body], onward), answered]);
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !ofTheConnection.has(name)) to.setHeader(name, value);
    }
    to.statusCode = answer.statusCode ?? 502;
    await pipeline(answer, to);
  }

  close(): void {
    this.agent.destroy();
  }
}
