import type { StoredOrder } from "../run-state";

const REASONS = new Set(["PARCEL_LOST", "DELIVERY_OVERDUE"]);

/** Whether an order was cancelled after its goods had left: they do not come back to the stock, and their parcel is out. */
export function isParcelGone(order: StoredOrder | undefined): boolean {
  return order?.status === "CANCELLED" && REASONS.has(order.reason ?? "");
}
