import { FunctionError, type FunctionErrorName } from "./errors";

/** How long a partner may take to answer, headers and body together, in milliseconds. */
export const httpTimeoutMs = 5000;
const longestAnswer = 64 * 1024;

/** The content of a POST. */
export interface Post {
  /** The partner acts once on all posts with the same key. */
  readonly idempotencyKey: string;
  readonly body: unknown;
}

export interface Call {
  /** The partner's name, for messages: "The payment provider". */
  readonly service: string;
  readonly url: string;
  readonly apiKey: string;
  /** If absent, the call is a GET. */
  readonly post?: Post | undefined;
  readonly timeoutMs: number;
  /** The error to throw when no usable answer comes. */
  readonly unavailable: FunctionErrorName;
}

export interface Answer {
  readonly status: number;
  /** The parsed JSON, or undefined if the answer is not JSON. */
  readonly body: unknown;
}

/**
 * Posts or gets JSON and returns the answer if its status is 2xx, or 4xx other than 429. Throws the `unavailable` error
 * on a network failure, a timeout, an answer over 64 KiB and any other status. Does not follow redirects: the key is
 * meant for one host. Never retries: the workflow does, where it can be seen.
 */
export async function callJson(call: Call): Promise<Answer> {
  const { status, text } = await send(call);
  const isUsable = (status >= 200 && status < 300) || (status >= 400 && status < 500 && status !== 429);
  if (!isUsable) throw new FunctionError(call.unavailable, `${call.service} answered with status ${status}.`);
  return { status, body: parseJson(text) };
}

async function send(call: Call): Promise<{ status: number; text: string }> {
  const { service, url, apiKey, post, timeoutMs, unavailable } = call;
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { accept: "application/json", authorization: `Bearer ${apiKey}` };
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal,
      ...(post === undefined
        ? { headers }
        : {
            method: "POST",
            headers: { ...headers, "content-type": "application/json", "idempotency-key": post.idempotencyKey },
            body: JSON.stringify(post.body),
          }),
    });
    return { status: response.status, text: await readText(response) };
  } catch (cause) {
    const reason = signal.aborted ? `no answer within ${timeoutMs} ms` : "the connection failed or broke";
    throw new FunctionError(unavailable, `${service} could not be reached: ${reason}.`, { cause });
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > longestAnswer) throw new RangeError(`The answer is longer than ${longestAnswer} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller checks the body against a schema.
  }
}
