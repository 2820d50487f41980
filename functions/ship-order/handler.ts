import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { carrier } from "../shared/carrier";
import type { Logger } from "../shared/logger";
import { orderIdSchema, shipToSchema } from "../shared/order";
import { ask } from "../shared/partner";
import { runFunction } from "../shared/run-function";

/**
 * Books the shipment of an order, only once however often it is called: the order's id is the idempotency key.
 * Throws AddressRefused, CarrierUnavailable.
 */
export function handler(event: unknown, context?: Context): Promise<{ shipmentId: string }> {
  return runFunction({ name: "ship-order", input: parcelSchema, work: book }, event, context);
}

const parcelSchema = z.object({ orderId: orderIdSchema, shipTo: shipToSchema });

const bookedSchema = z.object({ shipmentId: z.string().check(z.minLength(1), z.maxLength(200)) });

async function book(parcel: z.infer<typeof parcelSchema>, logger: Logger): Promise<{ shipmentId: string }> {
  const { shipmentId } = await ask(carrier, {
    path: "/shipments",
    post: { idempotencyKey: parcel.orderId, body: parcel },
    answer: bookedSchema,
  });
  logger.info("The shipment is booked.", { shipmentId });
  return { shipmentId };
}
