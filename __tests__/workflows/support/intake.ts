/** What validate-order answers of a valid order. */
export const order = {
  orderId: "order-1",
  customerId: "customer-1",
  currency: "EUR",
  totalAmount: 5_000_000_000,
  lineCount: 2,
  fingerprint: "f1",
  paymentToken: "tok_ok",
  shipTo: '{"name":"A \\"B\\" C"}',
  contact: "{}",
  lines: '[{"sku":"a","quantity":1,"unitPrice":2}]',
  linesAt: '{"in":"TABLE"}',
  expiresAt: 1_900_000_000,
};

/** The record of an order that came before, as intake reads it. */
export function recorded(status: string, fingerprint = "f1") {
  return () => ({ Item: { status: { S: status }, fingerprint: { S: fingerprint } } });
}
