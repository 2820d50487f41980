import type { IncomingMessage } from "node:http";
import { createDoor } from "../../support/door";
import { parseJson } from "../../support/json";
import { type Listening, listenOnLoopback } from "../../support/listen";

/** A call of a simulated provider, with its body parsed. */
export interface ProviderCall {
  readonly body: unknown;
  /** The value of `Idempotency-Key`. */
  readonly idempotencyKey: string | undefined;
  /** The segment of the path at the route's `*`. */
  readonly parameter: string;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly body: { readonly [field: string]: unknown };
}

/** By method and path, such as `POST /charges`; a path may end with `/*`, which matches one segment. */
export type ProviderRoutes = { readonly [path: string]: (call: ProviderCall) => ProviderAnswer };

/** Serves a provider on a free loopback port. Calls without `Authorization: Bearer <apiKey>` are refused with 401. */
export function startJsonServer(name: string, apiKey: string, routes: ProviderRoutes): Promise<Listening> {
  const server = createDoor({
    serve: (incoming, response) => {
      respond(incoming, apiKey, routes).then(
        ({ status, body }) => {
          response.writeHead(status, { "content-type": "application/json" });
          response.end(JSON.stringify(body));
        },
        // The caller gave up before its request was whole.
        () => response.destroy(),
      );
    },
  });
  return listenOnLoopback(server, 0, name, "--port");
}

async function respond(incoming: IncomingMessage, apiKey: string, routes: ProviderRoutes): Promise<ProviderAnswer> {
  const text = await readText(incoming);
  const { method = "GET", url = "/" } = incoming;
  const [route, parameter] = findRoute(`${method} ${url}`, routes);
  if (!route) return refuse(404, "UNKNOWN_ROUTE", `${method} ${url} does not exist.`);
  if (incoming.headers.authorization !== `Bearer ${apiKey}`) {
    return refuse(401, "UNAUTHORIZED", "The Authorization header does not hold the provider's API key.");
  }
  const body = method === "GET" ? {} : parseJson(text);
  if (body === undefined) return refuse(400, "INVALID_JSON", "The body is not JSON.");
  const key = incoming.headers["idempotency-key"];
  return route({ body, idempotencyKey: typeof key === "string" ? key : undefined, parameter });
}

function findRoute(call: string, routes: ProviderRoutes): [route: ProviderRoutes[string] | undefined, segment: string] {
  if (Object.hasOwn(routes, call)) return [routes[call], ""];
  const slash = call.lastIndexOf("/") + 1;
  const pattern = `${call.slice(0, slash)}*`;
  return [Object.hasOwn(routes, pattern) ? routes[pattern] : undefined, decodeURIComponent(call.slice(slash))];
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** An answer that gives the reason for a refusal. */
export function refuse(status: number, code: string, message: string): ProviderAnswer {
  return { status, body: { code, message } };
}
