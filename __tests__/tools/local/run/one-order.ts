/** An order of one line that is paid, shipped and delivered. */
export const oneOrder = (orderId: string) => ({
  orderId,
  customerId: "C-1",
  currency: "EUR",
  items: [{ sku: "A", quantity: 1, unitPrice: 500 }],
  payment: { token: "tok_ok" },
  shipTo: { name: "N", line1: "L", city: "C", postalCode: "1000", country: "BE" },
});
