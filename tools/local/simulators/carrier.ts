import { z } from "zod";
import type { Listening } from "../report/listen";
import { IdempotentAnswers } from "./idempotency";
import { type ProviderAnswer, type ProviderCall, refuse, startJsonServer } from "./json-server";

export interface Shipment {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly postalCode: string;
  cancelled: boolean;
}

export interface Carrier extends Listening {
  /** Every booking, in the order in which they came; what happens to a parcel afterwards starts from these. */
  readonly shipments: readonly Shipment[];
}

/** The one postal code that the carrier does not serve. */
const REFUSED_POSTAL_CODE = "00000";

const bookingRequest = z.object({
  orderId: z.string().min(1),
  shipTo: z.looseObject({ postalCode: z.string(), country: z.string().length(2) }),
});
const cancelRequest = z.object({ orderId: z.string().min(1) });

/** Simulates the carrier. The postal code 00000 is refused with 422; every other address is booked. */
export async function startCarrier(apiKey: string): Promise<Carrier> {
  const shipments: Shipment[] = [];
  const barred = new Set<string>();
  const answers = new IdempotentAnswers();

  const book = (call: ProviderCall): ProviderAnswer => {
    const request = bookingRequest.safeParse(call.body);
    if (!request.success) return refuse(400, "INVALID_REQUEST", z.prettifyError(request.error));
    const { orderId, shipTo } = request.data;
    return answers.answer(call, () => {
      if (barred.has(orderId))
        return refuse(409, "SHIPMENT_CANCELLED", `The shipment of ${orderId} was cancelled before.`);
      if (shipTo.postalCode === REFUSED_POSTAL_CODE) {
        return refuse(422, "ADDRESS_REFUSED", `The carrier does not serve the postal code ${shipTo.postalCode}.`);
      }
      const shipmentId = `sh_${shipments.length + 1}`;
      shipments.push({ shipmentId, orderId, postalCode: shipTo.postalCode, cancelled: false });
      return { status: 201, body: { shipmentId } };
    });
  };

  const cancel = (call: ProviderCall): ProviderAnswer => {
    const request = cancelRequest.safeParse(call.body);
    if (!request.success) return refuse(400, "INVALID_REQUEST", z.prettifyError(request.error));
    const { orderId } = request.data;
    barred.add(orderId);
    const live = shipments.filter((shipment) => shipment.orderId === orderId && !shipment.cancelled);
    for (const shipment of live) shipment.cancelled = true;
    return { status: 200, body: { cancelled: live.length > 0 } };
  };

  const server = await startJsonServer("the carrier", apiKey, { "/shipments": book, "/shipments/cancel": cancel });
  return { ...server, shipments };
}
