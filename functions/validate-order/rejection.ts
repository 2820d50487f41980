import type { Refusal } from "./answers";
import type { ReadOrder } from "./read-order";
import { expiresAfter } from "./storable-order";

/** The record of an upload that is not a valid order. */
export interface Rejection {
  readonly uploadId: string;
  /** The order's own id if it could be read, else the upload's. */
  readonly orderId: string;
  /** At most 500 characters, for `GET /orders/{orderId}`. */
  readonly reason: string;
  /** XXX, the ISO 4217 code for no currency, if it could not be read. */
  readonly currency: string;
  /** When DynamoDB may delete it, in seconds since 1970. */
  readonly expiresAt: number;
}

const longestReason = 500;
const noCurrency = "XXX";

/** `problemCount` counts all problems of the order; the answer may list fewer. */
export function rejection(
  uploadId: string,
  { answer }: Refusal,
  problemCount: number,
  read: ReadOrder,
  retentionDays: number,
): Rejection {
  return {
    uploadId,
    orderId: read.orderId ?? uploadId,
    reason: reasonOf(answer, problemCount),
    currency: read.currency ?? noCurrency,
    expiresAt: expiresAfter(retentionDays),
  };
}

/** The first problem and the number of others, or the answer's message if it lists none. */
function reasonOf(answer: Refusal["answer"], problemCount: number): string {
  const [first] = answer.details ?? [];
  if (!first) return shorten(`${answer.error}: ${answer.message}`, longestReason);
  const more = problemCount > 1 ? ` And ${problemCount - 1} more.` : "";
  const problem = `${first.path} ${first.message}`.trimStart();
  const start = shorten(`${answer.error}: ${problem}`, longestReason - more.length);
  return `${start}${more}`;
}

/** Cuts between characters, never within a surrogate pair. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/\p{Surrogate}$/u, "")}…`;
}
