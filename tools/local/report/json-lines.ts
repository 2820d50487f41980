import type { Outcome } from "./outcome";

/** One line of `--json`: see the help text. */
export function jsonLine({ order, http, status, reason, ms }: Outcome): string {
  // JSON leaves an undefined reason out.
  return JSON.stringify({ orderId: order.orderId ?? null, http, status, reason, ms });
}
