import type { Pace } from "../../../tools/aws/pace";
import type { JsonObject, JsonValue } from "../../../tools/support/json";
import { functionResult, type Script, World, type WorldOptions } from "./world";

export const input = [{ orderId: "order-1" }];

/** What the table answers to the claim of the order. */
export const attributes = {
  orderId: { S: "order-1" },
  customerId: { S: "customer-1" },
  expiresAt: { N: "1900000000" },
  totalAmount: { N: "5000000000" },
  currency: { S: "EUR" },
  paymentToken: { S: "tok_ok" },
  linesAt: { S: '{"in":"TABLE"}' },
  outcome: { S: '{"status":"COMPLETED"}' },
  shipTo: { S: '{"name":"A \\"B\\" C","postalCode":"10115"}' },
};

/** What the table answers to the claim of an order that an earlier execution decided. */
export function decided(outcome: JsonObject) {
  return () => ({ Attributes: { ...attributes, outcome: { S: JSON.stringify(outcome) } } });
}

/** What a nested workflow answers that was stubbed. */
export function child(status: string, output?: unknown, error?: string): Script {
  const executionArn = "arn:aws:states:eu-central-1:123456789012:express:child:x:y";
  return () => ({
    executionArn,
    status,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(error !== undefined && { error, cause: "told by the test" }),
  });
}

/** The token that a wait stored in the order's record. */
export function tokenOf(call: JsonObject | undefined): string {
  const { ":token": token } = Object(call?.ExpressionAttributeValues);
  return String(token.S);
}

/** Answers a wait, and then brings its token back: with an output, or with an error. */
export function broughtBack(aws: World, outcome: { output: JsonValue } | { error: string }): Script {
  return (call) => {
    const taskToken = tokenOf(call);
    const [action, input] =
      "output" in outcome
        ? (["SendTaskSuccess", { taskToken, output: JSON.stringify(outcome.output) }] as const)
        : (["SendTaskFailure", { taskToken, error: outcome.error, cause: "told by the test" }] as const);
    setImmediate(() => void aws.bring(action, input));
    return {};
  };
}

/** Everything works, children included, and the parcel is delivered. */
export function world(pace?: Partial<Pace>, others?: WorldOptions) {
  const aws = new World("order-fulfilment", pace, others);
  return aws
    .on("await delivery", broughtBack(aws, { output: {} }))
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
