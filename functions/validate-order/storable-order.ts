import { type HandOverPlan, handOverPlan } from "./hand-over-plan";
import type { CheckedOrder } from "./order-check";
import { placeLines } from "./place-lines";

/** An order as the workflow records it, attribute by attribute. */
export interface StorableOrder extends HandOverPlan {
  readonly orderId: string;
  readonly customerId: string;
  readonly currency: string;
  /** In minor units of the currency. */
  readonly totalAmount: number;
  readonly lineCount: number;
  readonly fingerprint: string;
  readonly paymentToken: string;
  /** JSON text: `{ name, line1, line2?, city, postalCode, country }`. */
  readonly shipTo: string;
  /** JSON text: `{ email? }`. */
  readonly contact: string;
  /** JSON text: `[{ sku, quantity, unitPrice }]`, or `[]` if the lines are in S3. */
  readonly lines: string;
  /** JSON text that says where the lines are: see place-lines.ts. */
  readonly linesAt: string;
  /** When DynamoDB may delete the order, in seconds since 1970. */
  readonly expiresAt: number;
}

const secondsADay = 86_400;

/** The record of a valid order, to be kept for this many days from now. Throws StorageUnavailable. */
export async function storable(
  { head, lines, totalAmount, fingerprint }: CheckedOrder,
  retentionDays: number,
): Promise<StorableOrder> {
  const { orderId, customerId, currency, payment, shipTo, email } = head;
  return {
    orderId,
    customerId,
    currency,
    totalAmount,
    lineCount: lines.length,
    fingerprint,
    paymentToken: payment.token,
    shipTo: JSON.stringify(shipTo),
    contact: JSON.stringify({ email }),
    ...(await placeLines(orderId, lines)),
    ...handOverPlan(),
    expiresAt: expiresAfter(retentionDays),
  };
}

/** This many days from now, in seconds since 1970. */
export function expiresAfter(days: number): number {
  return Math.floor(Date.now() / 1000) + days * secondsADay;
}
