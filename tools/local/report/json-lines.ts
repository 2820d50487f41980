import type { Outcome } from "./outcome";

/** One line of `--json`: see the help text. */
export function jsonLine({ orderId, http, status, reason, ms }: Outcome): string {
  // JSON leaves an undefined reason out.
  return JSON.stringify({ orderId: orderId ?? null, http, status, reason, ms });
}
