/** A valid order; `changes` replace fields of it, and `undefined` leaves a field out. */
export function orderWith(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    orderId: "order-1",
    customerId: "customer-1",
    currency: "EUR",
    items: [line()],
    payment: { token: "tok_ok" },
    shipTo: address(),
    ...changes,
  };
}

export function line(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { sku: "mug-blue", quantity: 2, unitPrice: 1250, ...changes };
}

export function address(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: "Ada Byron", line1: "1 Main Street", city: "Berlin", postalCode: "10115", country: "DE", ...changes };
}
