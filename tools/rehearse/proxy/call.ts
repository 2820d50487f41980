import type { IncomingHttpHeaders } from "node:http";
import { credentialScope } from "../../aws";

/** A complete request to an AWS API. */
export interface Call {
  /** The service's signing name: `states`, `lambda`, `s3` ... */
  readonly service: string;
  /** The action's name if the protocol has one, else method and path, such as `PUT /bucket`. */
  readonly action: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

export function callOf(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Call {
  const url = new URL(path, "http://localhost");
  const service = credentialScope(headers, url)?.service ?? "";
  return { service, action: actionOf(method, url, headers, body), method, path, headers, body };
}

/** JSON protocols name the action in a header, the query protocol in its body; REST protocols do not name it. */
function actionOf(method: string, url: URL, headers: IncomingHttpHeaders, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.slice(target.lastIndexOf(".") + 1);
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return new URLSearchParams(body.toString("utf8")).get("Action") ?? "";
  }
  return `${method} ${url.pathname}`;
}

/** An answer in a JSON protocol. */
export function jsonAnswer(output: object, status = 200): Answer {
  const headers = { "content-type": "application/x-amz-json-1.0" };
  return { status, headers, body: Buffer.from(JSON.stringify(output)) };
}

/** An error in a JSON protocol, as SDKs read it. */
export function refusal(code: string, message: string, status = 400): Answer {
  const { headers, body } = jsonAnswer({ __type: code, message }, status);
  return { status, headers: { ...headers, "x-amzn-errortype": code }, body };
}

/** The JSON in the body of a call or an answer; an empty body counts as an empty object. */
export function jsonOf({ body }: { readonly body: Buffer }): unknown {
  return body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
}

export function withJson<T extends { readonly body: Buffer }>(it: T, value: unknown): T {
  return { ...it, body: Buffer.from(JSON.stringify(value)) };
}
