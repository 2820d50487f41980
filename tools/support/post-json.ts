import { type Agent, request } from "node:http";

/** The answer of an HTTP service. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** No answer came, or an incomplete one: the request may or may not have been handled. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/**
 * Sends a body by HTTP and resolves to the complete answer, whatever its status. Rejects with {@link NoAnswer} if there
 * is none.
 */
export function sendBody(
  method: "POST" | "PUT",
  url: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
  agent: Agent,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers: { ...headers, "content-length": body.length } });
    const fail = (cause: Error): void => {
      // Without the query, which may hold a signature.
      const { origin, pathname } = new URL(url);
      reject(new NoAnswer(`${method} ${origin}${pathname} was not answered: ${cause.message}`, { cause }));
    };
    outgoing.on("error", fail);
    outgoing.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("error", fail);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    outgoing.end(body);
  });
}

/** Posts text as JSON, valid or not. */
export function postJson(url: string, text: string, agent: Agent): Promise<HttpAnswer> {
  return sendBody("POST", url, Buffer.from(text, "utf8"), { "content-type": "application/json" }, agent);
}

/** The fields of an answer of the API, which is always a JSON object. */
export function fieldsOf(text: string): { readonly [field: string]: unknown } {
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new Error(`The API answered ${text}; expected a JSON object.`);
}

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
