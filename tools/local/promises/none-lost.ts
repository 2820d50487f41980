import { isTerminal } from "../report/outcome";
import type { PlatformPromise } from "./promise";

export const noneLost: PlatformPromise = {
  name: "Every accepted order reaches a terminal status",
  violations: ({ outcomes, orders }) => {
    const accepted = outcomes.filter(({ http }) => http === 202).map(({ order }) => order.orderId ?? "(no id)");
    const lost = accepted.filter((orderId) => !orders.has(orderId)).map((orderId) => `${orderId} has no record`);
    const open = [...orders]
      .filter(([, { status }]) => !isTerminal(status))
      .map(([orderId, { status }]) => `${orderId} stays ${status}`);
    return [...lost, ...open];
  },
};
