import { functionResult, type Script, World } from "./world";

/** What the table answers to the claim of the order. */
export const attributes = {
  orderId: { S: "order-1" },
  customerId: { S: "customer-1" },
  expiresAt: { N: "1900000000" },
  totalAmount: { N: "5000000000" },
  currency: { S: "EUR" },
  paymentToken: { S: "tok_ok" },
  shipTo: { S: '{"name":"A \\"B\\" C","postalCode":"10115"}' },
};

/** What a nested workflow answers that was stubbed. */
export function child(status: string, output?: unknown): Script {
  const executionArn = "arn:aws:states:eu-central-1:123456789012:express:child:x:y";
  return () => ({ executionArn, status, ...(output !== undefined && { output: JSON.stringify(output) }) });
}

/** Everything works, children included. */
export function world() {
  return new World()
    .on("claim order", () => ({ Attributes: attributes }))
    .on("reserve-inventory", child("SUCCEEDED", { outcome: "RESERVED" }))
    .on("release-inventory", child("SUCCEEDED", { outcome: "RELEASED" }))
    .on("settle-order", child("SUCCEEDED", { outcome: "SETTLED" }))
    .on("process-payment", () => functionResult({ chargeId: "charge-1" }))
    .on("refund-payment", () => functionResult({ refunded: 5_000_000_000 }))
    .on("ship-order", () => functionResult({ shipmentId: "shipment-1" }))
    .on("cancel-shipment", () => functionResult({ cancelled: true }));
}

/** The last order that a nested settle-order was asked to close, parsed. */
export function settledWith(aws: World) {
  return JSON.parse(String(aws.callsOf("settle-order").at(-1)?.input));
}

/** The first message of the dead-letter queue, parsed. */
export function letter(aws: World) {
  return JSON.parse(String(aws.callsOf("fulfilment-dlq")[0]?.MessageBody));
}
