import type { OrderToSend } from "../orders-file";

/** The outcome of one order as sent; a duplicate has its own. */
export interface Outcome {
  readonly order: OrderToSend;
  /**
   * The id under which GET finds it: the order's, or the upload's if an upload holds none. Undefined if neither exists.
   */
  readonly orderId: string | undefined;
  /** Only for an upload that was stored. */
  readonly uploadId: string | undefined;
  /** The status code of POST /orders or, for an uploaded order, of POST /uploads. */
  readonly http: number;
  /** The last status seen; null for an order that the API refused. */
  readonly status: string | null;
  /** Why the order was cancelled or failed, or the error code of a refused one. */
  readonly reason: string | undefined;
  /** From sending to the terminal status or the refusal. */
  readonly ms: number;
}

const TERMINAL = new Set(["COMPLETED", "CANCELLED", "FAILED", "REJECTED"]);

export function isTerminal(status: string): boolean {
  return TERMINAL.has(status);
}

/** Whether an order ended: it has a terminal status, or the API refused it. */
export function hasEnded({ status }: Outcome): boolean {
  return status === null || isTerminal(status);
}

/** Whether an order ended as its file expects; undefined when the file expects nothing. */
export function isAsExpected({ order: { expect }, http, status, reason }: Outcome): boolean | undefined {
  if (!expect) return undefined;
  if (http !== expect.http) return false;
  if (expect.status !== undefined && status !== expect.status) return false;
  if (expect.reason === undefined || reason === expect.reason) return true;
  // A rejected upload's reason continues with the place and the problem.
  return reason?.startsWith(`${expect.reason}: `) ?? false;
}
