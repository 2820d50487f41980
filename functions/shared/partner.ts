import * as z from "zod/mini";
import { FunctionError, type FunctionErrorName } from "./errors";
import { type Answer, callJson, httpTimeoutMs, type Post } from "./http";
import { forgetApiKey, readApiKey } from "./secret";
import { urlSetting } from "./settings";

/** A company that the platform calls over HTTP. */
export interface Partner {
  /** As the start of a sentence: "The carrier". */
  readonly name: string;
  /** Environment variables with its URL and with the ARN of the secret that holds our key. */
  readonly urlVariable: string;
  readonly secretVariable: string;
  /** The error for no usable answer, 429 included, and the one for any other 4xx answer. */
  readonly unavailable: FunctionErrorName;
  refusal(path: string, status: number): FunctionErrorName;
}

export interface Request<Result> {
  readonly path: string;
  /** If absent, the partner is only asked, and nothing changes there. */
  readonly post?: Post;
  /** What a 2xx answer must contain. */
  readonly answer: z.ZodMiniType<Result>;
  readonly timeoutMs?: number;
}

/** Calls a partner and returns its answer. Throws the partner's errors, SecretUnavailable and InvalidSetting. */
export async function ask<Result>(partner: Partner, request: Request<Result>): Promise<Result> {
  const { path, post, timeoutMs = httpTimeoutMs } = request;
  const call = `${post === undefined ? "GET" : "POST"} ${path}`;
  const answer = await callJson({
    service: partner.name,
    url: urlSetting(partner.urlVariable) + path,
    apiKey: await readApiKey(partner.secretVariable),
    post,
    timeoutMs,
    unavailable: partner.unavailable,
  });
  if (answer.status >= 400) throw refused(partner, path, call, answer);
  const result = request.answer.safeParse(answer.body);
  if (result.success) return result.data;
  throw new FunctionError(
    partner.unavailable,
    `${partner.name} answered ${call} with status ${answer.status}, but the body is not what its API promises.`,
    { cause: result.error },
  );
}

/** A partner's message may contain personal data; its code is a documented word. */
const refusalSchema = z.object({ code: z.string().check(z.regex(/^[\w.-]{1,64}$/)) });

function refused(partner: Partner, path: string, call: string, { status, body }: Answer): FunctionError {
  // Some partners answer 403 for a key that they no longer accept.
  if (status === 401 || status === 403) forgetApiKey(partner.secretVariable);
  const refusal = refusalSchema.safeParse(body);
  const code = refusal.success ? `code ${refusal.data.code}` : "no code";
  return new FunctionError(
    partner.refusal(path, status),
    `${partner.name} refused ${call}: status ${status}, ${code}.`,
  );
}
