/**
 * The idempotency key of an undo. A charge and a booking use the order's id itself, which its client chose, so the key
 * holds a colon: an id cannot contain one, and no choice of ids makes two keys equal.
 */
export function idempotencyKey(undo: "refund" | "cancel", orderId: string): string {
  return `${undo}:${orderId}`;
}
