import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { carrier } from "../shared/carrier";
import { idempotencyKey } from "../shared/idempotency-key";
import type { Logger } from "../shared/logger";
import { orderIdSchema } from "../shared/order";
import { ask } from "../shared/partner";
import { runFunction } from "../shared/run-function";

/**
 * Cancels the shipment of an order and bars any later booking of it. `cancelled` is false if there was no shipment.
 * Safe to repeat, even when it is unknown whether a booking went through. Throws CarrierUnavailable.
 */
export function handler(event: unknown, context?: Context): Promise<{ cancelled: boolean }> {
  return runFunction({ name: "cancel-shipment", input: orderSchema, work: cancel }, event, context);
}

const orderSchema = z.object({ orderId: orderIdSchema });

const cancelledSchema = z.object({ cancelled: z.boolean() });

async function cancel({ orderId }: z.infer<typeof orderSchema>, logger: Logger): Promise<{ cancelled: boolean }> {
  const { cancelled } = await ask(carrier, {
    path: "/shipments/cancel",
    post: { idempotencyKey: idempotencyKey("cancel", orderId), body: { orderId } },
    answer: cancelledSchema,
  });
  logger.info(cancelled ? "The shipment is cancelled." : "There was no shipment to cancel.", { cancelled });
  return { cancelled };
}
