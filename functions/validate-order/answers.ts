import type { Problem, Problems } from "../shared/problems";

/** What the API answers: status and body. */
export interface Refusal {
  readonly statusCode: 400 | 422;
  readonly answer: {
    readonly error: "INVALID_JSON" | "INVALID_ORDER";
    readonly message: string;
    readonly details?: readonly Problem[];
  };
}

/** For a text that is not JSON; `problem` completes "The body is not JSON: ...". */
export function refuseText(problem: string): Refusal {
  const message = `The body is not JSON: ${problem}. Send one order as a JSON object.`;
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
