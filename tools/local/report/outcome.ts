import type { OrderToSend } from "../orders-file";

/** What became of one order as sent; a duplicate has an outcome of its own. */
export interface Outcome {
  readonly order: OrderToSend;
  /** The id under which GET tells of it: of an upload that holds none, the upload's; undefined where there is neither. */
  readonly orderId: string | undefined;
  /** Only of an upload that was stored. */
  readonly uploadId: string | undefined;
  /** What POST /orders answered or, of an order that was uploaded, POST /uploads. */
  readonly http: number;
  /** The last status that was seen; null for an order that was refused at the door. */
  readonly status: string | null;
  /** Why the order was cancelled or failed, or the error's code of a refused one. */
  readonly reason: string | undefined;
  /** From sending to the terminal status or the refusal. */
  readonly ms: number;
}

const TERMINAL = new Set(["COMPLETED", "CANCELLED", "FAILED", "REJECTED"]);

export function isTerminal(status: string): boolean {
  return TERMINAL.has(status);
}

/** Whether an order ended: terminal, or refused at the door. */
export function hasEnded({ status }: Outcome): boolean {
  return status === null || isTerminal(status);
}

/** Whether an order ended as its file expects; undefined when the file expects nothing. */
export function isAsExpected({ order: { expect }, http, status, reason }: Outcome): boolean | undefined {
  if (!expect) return undefined;
  if (http !== expect.http) return false;
  if (expect.status !== undefined && status !== expect.status) return false;
  if (expect.reason === undefined || reason === expect.reason) return true;
  // Of a refused upload the reason goes on with what was wrong where.
  return reason?.startsWith(`${expect.reason}: `) ?? false;
}
