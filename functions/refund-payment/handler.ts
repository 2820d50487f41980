import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { idempotencyKey } from "../shared/idempotency-key";
import type { Logger } from "../shared/logger";
import { orderIdSchema } from "../shared/order";
import { ask } from "../shared/partner";
import { paymentProvider } from "../shared/payment-provider";
import { runFunction } from "../shared/run-function";

/**
 * Refunds what an order was charged and bars any later charge for it. `refunded` is in minor units, 0 if there was no
 * charge. Safe to repeat, even when it is unknown whether a charge went through. Throws PaymentUnavailable,
 * PaymentRejected.
 */
export function handler(event: unknown, context?: Context): Promise<{ refunded: number }> {
  return runFunction({ name: "refund-payment", input: orderSchema, work: refund }, event, context);
}

const orderSchema = z.object({ orderId: orderIdSchema });

const refundedSchema = z.object({ refunded: z.int().check(z.nonnegative()) });

async function refund({ orderId }: z.infer<typeof orderSchema>, logger: Logger): Promise<{ refunded: number }> {
  const { refunded } = await ask(paymentProvider, {
    path: "/refunds",
    post: { idempotencyKey: idempotencyKey("refund", orderId), body: { orderId } },
    answer: refundedSchema,
  });
  logger.info("The payment is refunded.", { refunded });
  return { refunded };
}
