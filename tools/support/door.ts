import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Why a server of the local run refuses a request. The client receives it as `{ error, message }`. */
interface Refused {
  readonly status: number;
  readonly error: string;
  readonly message: string;
}

export interface DoorOptions {
  /** Handles each accepted request, with its target; the target's percent-encoding is valid. */
  readonly serve: (incoming: IncomingMessage, response: ServerResponse, url: URL) => void;
  /** Whether a page of another origin may link here. The link opens a page of its own, which the other cannot read. */
  readonly mayBeLinkedTo?: boolean;
}

/**
 * A server for programs on this machine and for its own pages. It answers every refused request with JSON, even one that
 * is not HTTP. It refuses
 * - a Host that is not loopback: a page whose name was rebound to 127.0.0.1 could otherwise read everything here;
 * - requests that a browser sends for a page of another origin, which may not drive the local run
 *   (https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site, and Origin for browsers without it);
 * - a target that is not a plain path: `//` would name a host, and `..` a path other than the visible one.
 */
export function createDoor({ serve, mayBeLinkedTo = false }: DoorOptions): Server {
  // Answer a request without a Host here, instead of Node.js's empty answer.
  const server = createServer({ requireHostHeader: false }, (incoming, response) => {
    const url = targetOf(incoming.url ?? "");
    const refused = foreignHost(incoming) ?? foreignPage(incoming, mayBeLinkedTo);
    if (refused !== undefined) refuse(incoming, response, refused);
    else if (url === undefined) refuse(incoming, response, badTarget);
    else serve(incoming, response, url);
  });
  server.on("checkExpectation", (incoming: IncomingMessage, response: ServerResponse) => {
    refuse(incoming, response, {
      status: 417,
      error: "EXPECTATION_FAILED",
      message: "The header Expect takes 100-continue only.",
    });
  });
  server.on("connect", (_incoming: IncomingMessage, socket: Duplex) => refuseRaw(socket, noProxy));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    // The client is gone: there is nobody to answer.
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else refuseRaw(socket, error.code === "HPE_HEADER_OVERFLOW" ? largeHeaders : notHttp(error));
  });
  return server;
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[\w-]+\.)*localhost|(?:[\w-]+\.)+amazonaws\.com)(?::\d+)?$/i;

/** Clients that a proxy redirects here still name the AWS host that they called. */
function foreignHost({ headers: { host } }: IncomingMessage): Refused | undefined {
  if (host === undefined) {
    return { status: 400, error: "BAD_REQUEST", message: "The header Host is missing." };
  }
  if (LOOPBACK.test(host)) return undefined;
  return {
    status: 403,
    error: "FOREIGN_HOST",
    message: "The header Host does not name this machine. Call 127.0.0.1 or localhost.",
  };
}

function foreignPage({ method, headers }: IncomingMessage, mayBeLinkedTo: boolean): Refused | undefined {
  const { origin, host, "sec-fetch-site": site = "none", "sec-fetch-mode": mode, "sec-fetch-dest": dest } = headers;
  const isLink = mayBeLinkedTo && method === "GET" && mode === "navigate" && dest === "document";
  const isOwn = origin === undefined || origin === `http://${host}`;
  if (isOwn && (site === "same-origin" || site === "none" || isLink)) return undefined;
  return {
    status: 403,
    error: "FOREIGN_ORIGIN",
    message: "A page of another origin may not call the local run. Call it from a program, or from its own console.",
  };
}

/** The target as a URL; undefined unless it is a path that a URL parser leaves unchanged. */
function targetOf(target: string): URL | undefined {
  if (!target.startsWith("/")) return undefined;
  try {
    const url = new URL(`http://localhost${target}`);
    decodeURIComponent(url.pathname);
    return url.pathname === target.split("?", 1)[0] ? url : undefined;
  } catch {
    return undefined; // A target that cannot be decoded.
  }
}

const badTarget: Refused = {
  status: 400,
  error: "BAD_REQUEST",
  message:
    "The target of the request is not a path such as /orders/A-1: expected a leading slash, no segment . or .., and " +
    "valid percent-encoding of everything beyond ASCII.",
};
const noProxy: Refused = { status: 400, error: "BAD_REQUEST", message: "This server is not a proxy." };
const largeHeaders: Refused = {
  status: 431,
  error: "HEADERS_TOO_LARGE",
  message: "The headers of the request exceed 16 KiB.",
};

function notHttp({ message }: Error): Refused {
  return { status: 400, error: "BAD_REQUEST", message: `The request is not valid HTTP. ${message}.` };
}

/** Answers, and reads and drops the rest of the request, since a client that still sends could not read the answer. */
function refuse(incoming: IncomingMessage, response: ServerResponse, refused: Refused): void {
  incoming.resume();
  response.writeHead(refused.status, headersOf(refused)).end(bodyOf(refused));
}

/** Writes an answer to input that Node.js could not parse as a request. */
function refuseRaw(socket: Duplex, refused: Refused): void {
  const headers = Object.entries(headersOf(refused)).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}\r\n`;
  socket.end(`${status}${headers.join("")}\r\n${bodyOf(refused)}`);
}

function headersOf(refused: Refused): Readonly<Record<string, string | number>> {
  return {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(bodyOf(refused)),
    "x-amzn-errortype": refused.error,
    connection: "close",
  };
}

function bodyOf({ error, message }: Refused): string {
  return JSON.stringify({ error, message });
}
