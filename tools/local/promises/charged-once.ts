import { groupBy } from "./group-by";
import type { PlatformPromise } from "./promise";

export const chargedOnce: PlatformPromise = {
  name: "No customer is charged twice; COMPLETED orders are paid in full, CANCELLED and REJECTED ones not at all",
  violations: ({ orders, ledger }) => {
    const byOrder = groupBy(ledger, ({ orderId }) => orderId);
    return [...orders].flatMap(([orderId, { status, totalAmount }]) => {
      const movements = byOrder.get(orderId) ?? [];
      const charges = movements.filter(({ kind }) => kind === "charge").length;
      const net = movements.reduce((sum, { kind, amount }) => sum + (kind === "charge" ? amount : -amount), 0);
      if (charges > 1) return [`${orderId} was charged ${charges} times`];
      if (status === "COMPLETED" && (charges !== 1 || net !== totalAmount)) {
        return [`${orderId} is COMPLETED for ${totalAmount} cents and paid ${net} in ${charges} charges`];
      }
      if (status === "CANCELLED" && net !== 0) return [`${orderId} is CANCELLED and paid ${net} cents`];
      if (status === "REJECTED" && movements.length > 0) return [`${orderId} is REJECTED and was brought to payment`];
      return [];
    });
  },
};
