import type { PlatformPromise } from "./promise";

export const nothingDropped: PlatformPromise = {
  name: "Every failure stands on a dead-letter queue, and nothing else does",
  violations: ({ outcomes, orders, deadLetters }) => {
    const named = new Set(deadLetters.map(({ orderId }) => orderId));
    const silent = [...orders]
      .filter(([orderId, { status }]) => status === "FAILED" && !named.has(orderId))
      .map(([orderId]) => `${orderId} FAILED, and no dead letter tells of it`);
    // An order that intake could not take in was answered 503, and its client knows.
    const refused = new Set(outcomes.filter(({ http }) => http === 503).map(({ order }) => order.orderId));
    const unexplained = deadLetters
      .filter(({ orderId }) => orders.get(orderId ?? "")?.status !== "FAILED" && !refused.has(orderId))
      .map(({ queue, body }) => `${queue} holds ${body.slice(0, 200)}`);
    return [...silent, ...unexplained];
  },
};
