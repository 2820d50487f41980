import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Why a server of the local run does not take a request. The client reads it as `{ error, message }`. */
interface Refused {
  readonly status: number;
  readonly error: string;
  readonly message: string;
}

export interface DoorOptions {
  /** Gets each request that may come in, with its target, whose percent-encoding is valid. */
  readonly serve: (incoming: IncomingMessage, response: ServerResponse, url: URL) => void;
  /** Whether a page elsewhere may link to a page here. The page that opens is whole, and the other cannot read it. */
  readonly mayBeLinkedTo?: boolean;
}

/**
 * A server for programs on this machine and for its own pages. Every request that it does not take is answered with
 * JSON, also one that is no HTTP. It refuses
 * - a Host that is not of loopback, by which a page whose name was rebound to 127.0.0.1 would read everything here;
 * - what a browser sends for a page of another origin, which may not drive the local run
 *   (https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site, and Origin for browsers without it);
 * - a target that is not a plain path: with `//` a host, with `..` another path than a reader sees.
 */
export function createDoor({ serve, mayBeLinkedTo = false }: DoorOptions): Server {
  // A request without a Host gets an answer of the door instead of Node.js's empty one.
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
    // A client that went away is answered by nobody.
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else refuseRaw(socket, error.code === "HPE_HEADER_OVERFLOW" ? largeHeaders : notHttp(error));
  });
  return server;
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[\w-]+\.)*localhost|(?:[\w-]+\.)+amazonaws\.com)(?::\d+)?$/i;

/** Clients that are sent here by a proxy still name the AWS host that they meant. */
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

/** The target as a URL, if it is a path and means what it looks like; else undefined. */
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
const noProxy: Refused = { status: 400, error: "BAD_REQUEST", message: "This server is no proxy." };
const largeHeaders: Refused = {
  status: 431,
  error: "HEADERS_TOO_LARGE",
  message: "The headers of the request take over 16 KiB.",
};

function notHttp({ message }: Error): Refused {
  return { status: 400, error: "BAD_REQUEST", message: `The request is not valid HTTP. ${message}.` };
}

/** Answers once the client can read it: it may still be sending, so the rest is read and dropped. */
function refuse(incoming: IncomingMessage, response: ServerResponse, refused: Refused): void {
  incoming.resume();
  response.writeHead(refused.status, headersOf(refused)).end(bodyOf(refused));
}

/** Writes an answer where Node.js has made no request of what came. */
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
