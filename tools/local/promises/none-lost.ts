import { isTerminal } from "../report/outcome";
import type { PlatformPromise } from "./promise";

export const noneLost: PlatformPromise = {
  name: "Every accepted order and every stored upload reaches a terminal status",
  violations: ({ outcomes, orders, deadLetters }) => {
    const given = new Set(deadLetters.flatMap(({ orderId, uploadId }) => [orderId, uploadId]));
    const lost = outcomes.flatMap(({ http, orderId, uploadId, status }) => {
      if (http === 202 && !orders.has(orderId ?? "")) return [`${orderId ?? "(no id)"} has no record`];
      if (uploadId === undefined || orders.has(uploadId) || orders.has(orderId ?? "")) return [];
      // If intake failed, its dead-letter queue holds the upload, and a person finds it there.
      return given.has(uploadId) || given.has(orderId) ? [] : [`the upload ${uploadId} (${status}) has no record`];
    });
    const open = [...orders]
      .filter(([, { status }]) => !isTerminal(status))
      .map(([orderId, { status }]) => `${orderId} stays ${status}`);
    return [...lost, ...open];
  },
};
