import type { Problem, Problems } from "../shared/problems";

/** What the API answers: status and body. */
export interface Refusal {
  readonly statusCode: 400 | 409 | 413 | 422;
  readonly answer: {
    readonly error: "INVALID_JSON" | "UPLOAD_CHANGED" | "TOO_LARGE" | "INVALID_ORDER";
    readonly message: string;
    readonly details?: readonly Problem[];
  };
}

/** For a text that is not JSON; `problem` completes "The body is not JSON: ...". */
export function refuseText(problem: string, subject: "body" | "upload" = "body"): Refusal {
  const message = `The ${subject} is not JSON: ${problem}. Send one order as a JSON object.`;
  return { statusCode: 400, answer: { error: "INVALID_JSON", message } };
}

/** For JSON that is not an order. */
export function refuseOrder({ count, listed }: Problems): Refusal {
  const problems = count === 1 ? "1 problem" : `${count} problems`;
  const shown = listed.length < count ? `; the first ${listed.length} are listed` : "";
  return {
    statusCode: 422,
    answer: { error: "INVALID_ORDER", message: `The order has ${problems}${shown}.`, details: listed },
  };
}

/** For an upload over the size limit. */
export function refuseSize(bytes: number, limit: number): Refusal {
  const message = `The upload has ${bytes} bytes; at most ${limit} are read. Split the order.`;
  return { statusCode: 413, answer: { error: "TOO_LARGE", message } };
}

/** For an upload that was replaced. */
export function refuseChanged(): Refusal {
  const message = "The upload was replaced before it was read. Its replacement is validated separately.";
  return { statusCode: 409, answer: { error: "UPLOAD_CHANGED", message } };
}
