import { FunctionError, type FunctionErrorName } from "./errors";

/** How long a partner may take for one answer, in milliseconds: headers and body together. */
export const httpTimeoutMs = 5000;
const longestAnswer = 64 * 1024;

/** What a POST says. */
export interface Post {
  /** Two posts under one key are one deed, however often they arrive. */
  readonly idempotencyKey: string;
  readonly body: unknown;
}

export interface Call {
  /** Who is called, for messages: "the payment provider". */
  readonly service: string;
  readonly url: string;
  readonly apiKey: string;
  /** Without it, the call is a GET. */
  readonly post?: Post | undefined;
  readonly timeoutMs: number;
  /** The error to throw when no usable answer comes. */
  readonly unavailable: FunctionErrorName;
}

export interface Answer {
  readonly status: number;
  /** The parsed JSON, or undefined where the answer is none. */
  readonly body: unknown;
}

/**
 * Posts JSON, or gets it, and answers what came back, if that is 2xx, or 4xx other than 429. Throws the `unavailable` error on a
 * network failure, a timeout, an answer over 64 KiB and any other status. Redirects are not followed: the key is meant
 * for one host. Never retries: the workflow does, where it can be seen.
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
    throw new FunctionError(unavailable, `${service} could not be asked: ${reason}.`, { cause });
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
    return undefined; // Whoever reads the body checks it against a schema, which names what is missing.
  }
}
