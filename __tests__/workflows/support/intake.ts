import type { Pace } from "../../../tools/aws/pace";

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
  pendingHandOver: "RECEIVED-7",
  handOverAt: [{ S: "2026-01-31T12:00:00.000Z" }],
  handOverUntil: "2026-02-02T12:00:00.000Z",
  lostAfter: "2026-02-17T12:00:00.000Z",
};

/** The record of an order that came before, as intake reads it; `minutesLeft`: in which it may be handed over again. */
export function recorded(status: string, fingerprint = "f1", minutesLeft?: number) {
  const until = minutesLeft === undefined ? {} : { handOverUntil: { S: inMinutes(minutesLeft) } };
  return () => ({ Item: { status: { S: status }, fingerprint: { S: fingerprint }, ...until } });
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

/** A pace that waits for nothing and notes how many seconds each wait would have taken. */
export function noting(waits: number[]): Pick<Pace, "waitMs"> {
  return {
    waitMs: (seconds) => {
      waits.push(seconds);
      return 0;
    },
  };
}
