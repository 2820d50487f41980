import type { Outcome } from "./outcome";

/** Whether an order with this status waits for somebody outside, so that the platform has nothing to do. */
export function waitsForOthers(status: string | null): boolean {
  return status === "AWAITING_APPROVAL" || status === "SHIPPED";
}

/** One line for each order that waits for somebody outside: for whom, and how that wait can end. */
export function waitingLines(open: readonly Outcome[]): string[] {
  return open.flatMap(({ orderId, status }) => {
    if (status === "AWAITING_APPROVAL") {
      const mend = `POST /orders/${orderId}/approval, or run with --auto-approve, --auto-reject or --fast`;
      return [`${orderId} is AWAITING_APPROVAL and waits for a person's decision: ${mend}.`];
    }
    if (status === "SHIPPED") {
      return [`${orderId} is SHIPPED and waits for the carrier, who tells nothing: --fast lets that wait time out.`];
    }
    return [];
  });
}
