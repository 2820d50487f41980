import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { carrier } from "../shared/carrier";
import type { Logger } from "../shared/logger";
import { orderIdSchema } from "../shared/order";
import { ask } from "../shared/partner";
import { runFunction } from "../shared/run-function";

export interface Tracked {
  /** Where the carrier says the parcel is; UNKNOWN if it has no parcel for the order. */
  readonly state: "IN_TRANSIT" | "DELIVERED" | "LOST" | "UNKNOWN";
}

/** Asks the carrier where the parcel of an order is. Throws CarrierUnavailable. */
export function handler(event: unknown, context?: Context): Promise<Tracked> {
  return runFunction({ name: "track-shipment", input: orderSchema, work: track }, event, context);
}

const orderSchema = z.object({ orderId: orderIdSchema });

const trackedSchema = z.object({ state: z.enum(["IN_TRANSIT", "DELIVERED", "LOST", "UNKNOWN"]) });

async function track({ orderId }: z.infer<typeof orderSchema>, logger: Logger): Promise<Tracked> {
  const { state } = await ask(carrier, { path: `/shipments/${orderId}`, answer: trackedSchema });
  logger.info("The carrier reported where the parcel is.", { state });
  return { state };
}
