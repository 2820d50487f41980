import { groupBy } from "../../support/group-by";
import { isTerminal } from "../report/outcome";
import { isParcelGone } from "./gone-parcels";
import type { PlatformPromise } from "./promise";

export const fulfilledOnce: PlatformPromise = {
  name: "No order is fulfilled twice; only COMPLETED orders and lost parcels keep a shipment",
  violations: ({ orders, shipments }) => {
    const byOrder = groupBy(shipments, ({ orderId }) => orderId);
    return [...orders].flatMap(([orderId, order]) => {
      const { status } = order;
      const own = byOrder.get(orderId) ?? [];
      const live = own.filter(({ cancelled }) => !cancelled).length;
      if (own.length > 1) return [`${orderId} was booked with the carrier ${own.length} times`];
      // An open order may be at any step. A FAILED one may have stopped at any step: a person looks at it.
      if (!isTerminal(status) || status === "FAILED") return [];
      const expected = status === "COMPLETED" || isParcelGone(order) ? 1 : 0;
      if (live !== expected) return [`${orderId} is ${status} with ${live} live shipments`];
      return [];
    });
  },
};
