import type { Outcome } from "./outcome";

/** Whether an order with this status waits for somebody outside the platform. */
export function waitsForOthers(status: string | null): boolean {
  return status === "AWAITING_APPROVAL" || status === "SHIPPED";
}

/** One line per order that waits for somebody outside: for whom, and how to end the wait. */
export function waitingLines(open: readonly Outcome[]): string[] {
  return open.flatMap(({ orderId, status }) => {
    if (status === "AWAITING_APPROVAL") {
      const remedy = `POST /orders/${orderId}/approval, or run with --auto-approve, --auto-reject or --fast`;
      return [`${orderId} is AWAITING_APPROVAL and waits for a person's decision: ${remedy}.`];
    }
    if (status === "SHIPPED") {
      return [
        `${orderId} is SHIPPED and waits for the carrier, which reports nothing: with --fast the wait times out.`,
      ];
    }
    return [];
  });
}
