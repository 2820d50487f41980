import { groupBy } from "../../support/group-by";
import type { StoredOrder } from "../run-state";
import { isParcelGone } from "./gone-parcels";
import type { PlatformPromise } from "./promise";

export const stockConserved: PlatformPromise = {
  name: "Stock is conserved: units on hand plus units reserved or shipped equal the initial stock, and none go below zero",
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
      .filter(({ orderId }) => mustGiveBack(orders.get(orderId)))
      .map(
        ({ orderId, sku, quantity }) => `${orderId} is ${orders.get(orderId)?.status} but keeps ${quantity} of ${sku}`,
      );
    const returned = reservations
      .filter(({ orderId, isReserved }) => !isReserved && mustKeep(orders.get(orderId)))
      .map(
        ({ orderId, sku, quantity }) =>
          `${orderId} has left the warehouse, but returned ${quantity} of ${sku} to stock`,
      );
    return [...unbalanced, ...kept, ...returned];
  },
};

function mustGiveBack(order: StoredOrder | undefined): boolean {
  return order?.status === "REJECTED" || (order?.status === "CANCELLED" && !isParcelGone(order));
}

function mustKeep(order: StoredOrder | undefined): boolean {
  return order?.status === "COMPLETED" || isParcelGone(order);
}
