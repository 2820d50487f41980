import { groupBy } from "./group-by";
import type { PlatformPromise } from "./promise";

export const fulfilledOnce: PlatformPromise = {
  name: "No order is fulfilled twice, and none that is not COMPLETED is under way to a customer",
  violations: ({ orders, shipments }) => {
    const byOrder = groupBy(shipments, ({ orderId }) => orderId);
    return [...orders].flatMap(([orderId, { status }]) => {
      const own = byOrder.get(orderId) ?? [];
      const live = own.filter(({ cancelled }) => !cancelled).length;
      const expected = status === "COMPLETED" ? 1 : 0;
      if (own.length > 1) return [`${orderId} was booked with the carrier ${own.length} times`];
      // What failed for good may have been stopped halfway: a person looks at it.
      if (status !== "FAILED" && live !== expected) return [`${orderId} is ${status} with ${live} live shipments`];
      return [];
    });
  },
};
