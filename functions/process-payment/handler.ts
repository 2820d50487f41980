import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import type { Logger } from "../shared/logger";
import { currencySchema, orderIdSchema } from "../shared/order";
import { ask } from "../shared/partner";
import { paymentProvider } from "../shared/payment-provider";
import { paymentTokenSchema } from "../shared/payment-token";
import { runFunction } from "../shared/run-function";

/**
 * Charges the customer of an order, only once however often it is called: the order's id is the idempotency key.
 * `amount` is in minor units. Throws PaymentDeclined, PaymentRejected, PaymentUnavailable.
 */
export function handler(event: unknown, context?: Context): Promise<{ chargeId: string }> {
  return runFunction({ name: "process-payment", input: chargeSchema, work: charge }, event, context);
}

const chargeSchema = z.object({
  orderId: orderIdSchema,
  amount: z.int().check(z.nonnegative()),
  currency: currencySchema,
  token: paymentTokenSchema,
});

const chargedSchema = z.object({ chargeId: z.string().check(z.minLength(1), z.maxLength(200)) });

async function charge(input: z.infer<typeof chargeSchema>, logger: Logger): Promise<{ chargeId: string }> {
  const { chargeId } = await ask(paymentProvider, {
    path: "/charges",
    post: { idempotencyKey: input.orderId, body: input },
    answer: chargedSchema,
  });
  logger.info("The customer is charged.", { chargeId, amount: input.amount, currency: input.currency });
  return { chargeId };
}
