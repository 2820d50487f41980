import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createDoor } from "../../support/door";
import { type Listening, listenOnLoopback } from "../../support/listen";
import type { LocalAws, Principal } from "../aws";
import { answer } from "./answer";
import { readBody } from "./body";
import { answerRefusal } from "./gateway-response";
import { type ApiSource, readApi } from "./read-definition";
import { Refusal } from "./refusal";
import type { ApiAnswer, ApiRequest } from "./request";
import { Routes } from "./routes";
import { contextOf } from "./template-context";

export interface ApiOptions {
  readonly source: ApiSource;
  readonly aws: LocalAws;
  /** 0 picks a free one. */
  readonly port: number;
  /** Finds the owner of an access key; an unsigned call has no key. */
  readonly callerOf: (accessKeyId: string | undefined) => Principal;
  /** Serves the local-only paths (the console). Returns false for a path of the API. */
  readonly serveLocally: (url: URL, response: ServerResponse) => boolean;
  readonly report: (problem: string) => void;
  /** Receives every answer's body before the caller does. */
  readonly onAnswer?: (call: string, body: string) => void;
}

/** Serves the deployment's REST API on loopback, at the root path. */
export async function startApi(options: ApiOptions): Promise<Listening> {
  const { source, aws, port, callerOf, serveLocally, report, onAnswer = () => {} } = options;
  const api = readApi(source);
  const routes = new Routes(api.methods);

  const serve = async (incoming: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    if (incoming.method === "GET" && serveLocally(url, response)) return;
    const route = routes.find(incoming.method ?? "GET", url.pathname);
    const body = await readBody(incoming);
    const text = body instanceof Refusal ? "" : body;
    const request = describe(incoming, url, text, route?.pathParameters ?? {}, callerOf);
    if (body instanceof Refusal) {
      response.setHeader("connection", "close");
      send(response, request.id, answerRefusal(body, api, contextOf(request, route?.method, api)));
      return;
    }
    const answered = await answer(request, route, api, aws, report);
    onAnswer(`${request.method} ${request.path}`, answered.body);
    send(response, request.id, answered);
  };

  const server = createDoor({
    mayBeLinkedTo: true,
    serve: (incoming, response, url) => {
      serve(incoming, response, url).catch((error: unknown) => {
        // An incomplete request means that the client is gone, so no answer is needed.
        if (incoming.complete) report(`${incoming.method} ${incoming.url}: ${String(error)}`);
        response.destroy();
      });
    },
  });
  return listenOnLoopback(server, port, "the API", "--port");
}

function describe(
  incoming: IncomingMessage,
  url: URL,
  body: string,
  pathParameters: { readonly [name: string]: string },
  callerOf: ApiOptions["callerOf"],
): ApiRequest {
  const accessKeyId = /Credential=([^/,\s]+)\//.exec(incoming.headers.authorization ?? "")?.[1];
  return {
    id: randomUUID(),
    receivedAt: new Date(),
    method: incoming.method ?? "GET",
    path: url.pathname,
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    query: Object.fromEntries(url.searchParams),
    pathParameters,
    body,
    caller: callerOf(accessKeyId),
    accessKeyId,
    sourceIp: incoming.socket.remoteAddress ?? "127.0.0.1",
  };
}

function send(response: ServerResponse, requestId: string, { status, headers, body }: ApiAnswer): void {
  const bytes = Buffer.from(body, "utf8");
  response.writeHead(status, { ...headers, "x-amzn-requestid": requestId, "content-length": bytes.length });
  response.end(bytes);
}
