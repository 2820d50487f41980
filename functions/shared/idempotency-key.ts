/**
 * The idempotency key of an undo. A charge and a booking use the order's id itself, which the client chose. An id
 * cannot contain a colon, so the colon in this key keeps any choice of ids from making two keys equal.
 */
export function idempotencyKey(undo: "refund" | "cancel", orderId: string): string {
  return `${undo}:${orderId}`;
}
