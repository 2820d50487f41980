import { groupBy } from "./group-by";
import type { PlatformPromise } from "./promise";

export const stockConserved: PlatformPromise = {
  name: "Stock is conserved: on hand and reserved or shipped make what there was, never below zero",
  violations: ({ orders, reservations, onHand, initialStock }) => {
    const reserved = reservations.filter(({ isReserved }) => isReserved);
    const bySku = groupBy(reserved, ({ sku }) => sku);
    const unbalanced = [...initialStock].flatMap(([sku, before]) => {
      const left = onHand.get(sku) ?? before;
      const taken = (bySku.get(sku) ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
      if (left < 0) return [`${sku} has ${left} units on hand`];
      return left + taken === before ? [] : [`${sku}: ${left} on hand + ${taken} taken is not ${before}`];
    });
    const kept = reserved
      .filter(({ orderId }) => orders.get(orderId)?.status === "CANCELLED")
      .map(({ orderId, sku, quantity }) => `${orderId} is CANCELLED and keeps ${quantity} of ${sku}`);
    return [...unbalanced, ...kept];
  },
};
