import { groupBy } from "../../support/group-by";
import { parseJson } from "../../support/json";
import type { DeadLetter } from "../run-state";
import type { Movement } from "../simulators/payment-provider";
import type { PlatformPromise } from "./promise";

export const chargedOnce: PlatformPromise = {
  name: "No customer is charged twice; COMPLETED orders are paid in full, CANCELLED and REJECTED ones not at all, and a dead letter names the charge that a FAILED one keeps",
  violations: ({ orders, ledger, deadLetters }) => {
    const byOrder = groupBy(ledger, ({ orderId }) => orderId);
    return [...orders].flatMap(([orderId, { status, totalAmount }]) => {
      const movements = byOrder.get(orderId) ?? [];
      const charges = movements.filter(({ kind }) => kind === "charge");
      const net = movements.reduce((sum, { kind, amount }) => sum + (kind === "charge" ? amount : -amount), 0);
      if (charges.length > 1) return [`${orderId} was charged ${charges.length} times`];
      if (net < 0) return [`${orderId} was refunded ${-net} cents more than it paid`];
      if (status === "COMPLETED" && (charges.length !== 1 || net !== totalAmount)) {
        return [`${orderId} is COMPLETED for ${totalAmount} cents but paid ${net} in ${charges.length} charges`];
      }
      if (status === "CANCELLED" && net !== 0) return [`${orderId} is CANCELLED but paid ${net} cents`];
      if (status === "REJECTED" && movements.length > 0)
        return [`${orderId} is REJECTED but reached the payment provider`];
      if (status === "FAILED" && net !== 0 && !isNamed(orderId, charges, net, deadLetters)) {
        return [`${orderId} FAILED and paid ${net} cents, but no dead letter names that charge or amount`];
      }
      return [];
    });
  },
};

/** Whether any field of a dead letter of the order holds the id of its charge or the amount to refund. */
function isNamed(orderId: string, charges: readonly Movement[], net: number, letters: readonly DeadLetter[]): boolean {
  const names = new Set<unknown>([net, ...charges.map(({ id }) => id)]);
  return letters.some((letter) => letter.orderId === orderId && holdsAny(parseJson(letter.body), names));
}

function holdsAny(value: unknown, names: ReadonlySet<unknown>): boolean {
  if (typeof value !== "object" || value === null) return names.has(value);
  return Object.values(value).some((inner) => holdsAny(inner, names));
}
