import type { Outcome } from "./outcome";

/** One line of `--json`, as the help text describes it. */
export function jsonLine({ orderId, http, status, reason, ms }: Outcome): string {
  // JSON leaves an undefined reason out.
  return JSON.stringify({ orderId: orderId ?? null, http, status, reason, ms });
}
