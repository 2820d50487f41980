import type { Server } from "node:http";
import { StartError } from "./start-error";

/** A listening server of the local run. */
export interface Listening {
  /** Such as `http://127.0.0.1:3000`, without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Longer than the connection pools of Node.js and of the SDKs keep an idle connection, so that they never write to one
 * that is closing. Node.js's default of 5 s can expire on a busy machine just as a client reuses the connection.
 */
const KEEP_ALIVE_MS = 65_000;

/**
 * Listens on loopback only. Rejects with a {@link StartError} that names `what` and its `option` if the port is taken.
 */
export function listenOnLoopback(server: Server, port: number, what: string, option: string): Promise<Listening> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port, what, option)));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const actual = typeof address === "object" && address ? address.port : port;
      resolve({ url: `http://127.0.0.1:${actual}`, close: () => close(server) });
    });
  });
}

function explain(error: NodeJS.ErrnoException, port: number, what: string, option: string): Error {
  if (error.code === "EADDRINUSE") {
    return new StartError(`Port ${port} of ${what} is in use. Choose another: ${option} N (0 picks a free one).`);
  }
  if (error.code === "EACCES") {
    return new StartError(`This user may not use port ${port} of ${what}. Choose one above 1023: ${option} N.`);
  }
  return error;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
