import type { OrderToSend } from "../../../../tools/local/orders-file";
import type { Outcome } from "../../../../tools/local/report/outcome";

/** An order of an order file without a wrapper. */
export function toSend(changes: Partial<OrderToSend> = {}): OrderToSend {
  return {
    body: "{}",
    orderId: undefined,
    name: undefined,
    expect: undefined,
    upload: "ifTooLarge",
    approval: undefined,
    takesDays: false,
    ...changes,
  };
}

/** The outcome of an order sent by POST /orders. */
export function outcome(orderId: string | undefined, http: number, changes: Partial<Outcome> = {}): Outcome {
  const order = toSend({ orderId });
  return { order, orderId, uploadId: undefined, http, status: null, reason: undefined, ms: 1, ...changes };
}
