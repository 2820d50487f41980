import { callOf } from "./proxy/call";
import type { Pass } from "./proxy/intervention";
import { signed } from "./signed";

/** A call of an AWS API as sent over the wire, in the service's own protocol. */
export interface RawCall {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  /** JSON protocols: the value of X-Amz-Target, and the input. */
  readonly target?: string;
  readonly input?: object;
  /** Query protocol: the parameters. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Makes the call and returns the response body. Throws if AWS refuses it. */
export async function rawCall(call: RawCall, region: string, send: Pass): Promise<string> {
  const { service, method = "POST", path = "/", target, input = {}, form } = call;
  const headers = {
    ...signed(service, region),
    ...(target === undefined ? {} : { "x-amz-target": target, "content-type": "application/x-amz-json-1.1" }),
    ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
  };
  const body =
    form === undefined ? (target === undefined ? "" : JSON.stringify(input)) : String(new URLSearchParams(form));
  const answer = await send(callOf(method, path, headers, Buffer.from(body)));
  const text = answer.body.toString("utf8");
  if (answer.status < 300) return text;
  const what = target ?? form?.Action ?? `${method} ${path}`;
  throw new Error(`${service} ${what} failed with ${answer.status}: ${text.slice(0, 300)}`);
}
