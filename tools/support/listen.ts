import type { Server } from "node:http";
import { StartError } from "./start-error";

/** A server of the local run that takes calls. */
export interface Listening {
  /** Such as `http://127.0.0.1:3000`, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Longer than the pools of Node.js and of the SDKs keep a connection that is not used, so that they never write to one
 * that is being closed: on a machine that is busy, Node.js's own 5 s are up while a client reaches for the connection.
 */
const KEEP_ALIVE_MS = 65_000;

/** Listens on loopback only. A port that cannot be had is a {@link StartError} that names `what` and its `option`. */
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
    return new StartError(`Port ${port} of ${what} is not allowed to this user. Choose one above 1023: ${option} N.`);
  }
  return error;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
