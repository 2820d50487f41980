import type { Refusal } from "./answers";
import type { ReadOrder } from "./read-order";
import { expiresAfter } from "./storable-order";

/** What is recorded of an upload that is not a valid order. */
export interface Rejection {
  readonly uploadId: string;
  /** The order's own id if it could be read, else the upload's. */
  readonly orderId: string;
  /** At most 500 characters, for `GET /orders/{orderId}`. */
  readonly reason: string;
  /** ISO 4217's code for none where it could not be read. */
  readonly currency: string;
  /** When DynamoDB may delete it, in seconds since 1970. */
  readonly expiresAt: number;
}

const longestReason = 500;
const noCurrency = "XXX";

/** `problemCount` is how many problems the order has in all, where the answer lists some. */
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

/** The first problem, and how many more there are; or what is wrong with the whole. */
function reasonOf(answer: Refusal["answer"], problemCount: number): string {
  const [first] = answer.details ?? [];
  if (!first) return shorten(`${answer.error}: ${answer.message}`, longestReason);
  const more = problemCount > 1 ? ` And ${problemCount - 1} more.` : "";
  const start = shorten(`${answer.error}: ${first.path || "the whole"} ${first.message}`, longestReason - more.length);
  return `${start}${more}`;
}

/** Cuts between characters: half a surrogate pair is no text. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/\p{Surrogate}$/u, "")}…`;
}
