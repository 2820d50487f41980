import { z } from "zod";
import type { Listening } from "../../support/listen";
import { IdempotentAnswers } from "./idempotency";
import { type ProviderAnswer, type ProviderCall, refuse, startJsonServer } from "./json-server";

/** One movement of money, in cents. A refund of 0 voided an order that was never charged. */
export interface Movement {
  readonly kind: "charge" | "refund";
  readonly orderId: string;
  readonly id: string;
  readonly amount: number;
}

export interface PaymentProvider extends Listening {
  /** Every movement, oldest first. Includes double charges: nothing is deduplicated by order. */
  readonly ledger: readonly Movement[];
}

const chargeRequest = z.strictObject({
  orderId: z.string().min(1),
  amount: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/),
  token: z.string().min(1),
});
const refundRequest = z.strictObject({ orderId: z.string().min(1) });

const FLAKY_FAILURES = 2;

/**
 * Simulates the payment provider. Tokens: `tok_ok` pays; `tok_declined` is declined; `tok_flaky` answers 503 twice per
 * order, then pays; `tok_down` always answers 503; any other is declined with UNKNOWN_TOKEN.
 */
export async function startPaymentProvider(apiKey: string): Promise<PaymentProvider> {
  const ledger: Movement[] = [];
  const voided = new Set<string>();
  const flakyAttempts = new Map<string, number>();
  const answers = new IdempotentAnswers();

  const charge = (call: ProviderCall): ProviderAnswer => {
    const request = chargeRequest.safeParse(call.body);
    if (!request.success) return refuse(400, "INVALID_REQUEST", z.prettifyError(request.error));
    const { orderId, amount, token } = request.data;
    return answers.answer(call, () => {
      if (voided.has(orderId))
        return refuse(409, "ORDER_VOIDED", `The order ${orderId} was voided before it was charged.`);
      if (token === "tok_down") return refuse(503, "UNAVAILABLE", "The provider is down.");
      if (token === "tok_flaky" && failsNow(orderId)) return refuse(503, "UNAVAILABLE", "The provider is down.");
      if (token === "tok_declined") return refuse(402, "CARD_DECLINED", "The card was declined.");
      if (token !== "tok_ok" && token !== "tok_flaky") return refuse(402, "UNKNOWN_TOKEN", "The token is unknown.");
      const id = `ch_${ledger.length + 1}`;
      ledger.push({ kind: "charge", orderId, id, amount });
      return { status: 201, body: { chargeId: id } };
    });
  };

  const failsNow = (orderId: string): boolean => {
    const attempts = (flakyAttempts.get(orderId) ?? 0) + 1;
    flakyAttempts.set(orderId, attempts);
    return attempts <= FLAKY_FAILURES;
  };

  const refund = (call: ProviderCall): ProviderAnswer => {
    const request = refundRequest.safeParse(call.body);
    if (!request.success) return refuse(400, "INVALID_REQUEST", z.prettifyError(request.error));
    const { orderId } = request.data;
    return answers.answer(call, () => {
      const amount = netCharge(ledger, orderId);
      if (!ledger.some((it) => it.kind === "charge" && it.orderId === orderId)) voided.add(orderId);
      ledger.push({ kind: "refund", orderId, id: `re_${ledger.length + 1}`, amount });
      return { status: 200, body: { refunded: amount } };
    });
  };

  const server = await startJsonServer("the payment provider", apiKey, {
    "POST /charges": charge,
    "POST /refunds": refund,
  });
  return { ...server, ledger };
}

/** Charges minus refunds of an order, in cents. */
function netCharge(ledger: readonly Movement[], orderId: string): number {
  return ledger
    .filter((movement) => movement.orderId === orderId)
    .reduce((sum, { kind, amount }) => sum + (kind === "charge" ? amount : -amount), 0);
}
