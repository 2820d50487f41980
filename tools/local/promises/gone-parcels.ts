import type { StoredOrder } from "../run-state";

const REASONS = new Set(["PARCEL_LOST", "DELIVERY_OVERDUE"]);

/**
 * Whether an order was cancelled after its goods left: they do not return to stock, and their shipment stays booked.
 */
export function isParcelGone(order: StoredOrder | undefined): boolean {
  return order?.status === "CANCELLED" && REASONS.has(order.reason ?? "");
}
