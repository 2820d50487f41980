import { z } from "zod";
import { type Pace, realPace } from "../../aws";
import type { Listening } from "../../support/listen";
import { ApiCaller } from "./api-caller";
import { IdempotentAnswers } from "./idempotency";
import { type ProviderAnswer, type ProviderCall, refuse, startJsonServer } from "./json-server";

export type ParcelState = "IN_TRANSIT" | "DELIVERED" | "LOST";

export interface Shipment {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly postalCode: string;
  cancelled: boolean;
  state: ParcelState;
}

export interface Carrier extends Listening {
  /** Every booking, oldest first. */
  readonly shipments: readonly Shipment[];
  /** From now on, moves parcels and sends their events to this API. Returns a function that stops it. */
  sendEventsTo(apiUrl: string): () => void;
}

/** The one postal code that the carrier does not serve. */
const REFUSED_POSTAL_CODE = "00000";
/** Postal codes where parcels do not arrive, and the last state of such a parcel. */
const FATES: Readonly<Record<string, ParcelState>> = { "11111": "LOST", "99999": "IN_TRANSIT" };
/** From the booking until the parcel is in transit, and from then until it is delivered or lost. */
const LEG_SECONDS = 1;

const bookingRequest = z.object({
  orderId: z.string().min(1),
  shipTo: z.looseObject({ postalCode: z.string(), country: z.string().length(2) }),
});
const cancelRequest = z.object({ orderId: z.string().min(1) });

/**
 * Simulates the carrier. It refuses the postal code 00000 with 422 and books every other address. It reports each
 * parcel as in transit and then as delivered; to 11111, as lost instead of delivered. To 99999 it never reports
 * anything.
 */
export async function startCarrier(apiKey: string, pace: Pace = realPace): Promise<Carrier> {
  const shipments: Shipment[] = [];
  const barred = new Set<string>();
  const answers = new IdempotentAnswers();
  let caller: ApiCaller | undefined;

  const book = (call: ProviderCall): ProviderAnswer => {
    const request = bookingRequest.safeParse(call.body);
    if (!request.success) return refuse(400, "INVALID_REQUEST", z.prettifyError(request.error));
    const { orderId, shipTo } = request.data;
    return answers.answer(call, () => {
      if (barred.has(orderId))
        return refuse(409, "SHIPMENT_CANCELLED", `The shipment of ${orderId} was cancelled before it was booked.`);
      if (shipTo.postalCode === REFUSED_POSTAL_CODE) {
        return refuse(422, "ADDRESS_REFUSED", `The carrier does not serve the postal code ${shipTo.postalCode}.`);
      }
      const shipmentId = `sh_${shipments.length + 1}`;
      const { postalCode } = shipTo;
      const shipment: Shipment = { shipmentId, orderId, postalCode, cancelled: false, state: "IN_TRANSIT" };
      shipments.push(shipment);
      if (caller) void deliver(shipment, caller);
      return { status: 201, body: { shipmentId } };
    });
  };

  const cancel = (call: ProviderCall): ProviderAnswer => {
    const request = cancelRequest.safeParse(call.body);
    if (!request.success) return refuse(400, "INVALID_REQUEST", z.prettifyError(request.error));
    const { orderId } = request.data;
    return answers.answer(call, () => {
      barred.add(orderId);
      const live = shipments.filter((shipment) => shipment.orderId === orderId && !shipment.cancelled);
      for (const shipment of live) shipment.cancelled = true;
      return { status: 200, body: { cancelled: live.length > 0 } };
    });
  };

  const track = ({ parameter }: ProviderCall): ProviderAnswer => {
    const live = shipments.find(({ orderId, cancelled }) => orderId === parameter && !cancelled);
    return { status: 200, body: { state: live?.state ?? "UNKNOWN" } };
  };

  const server = await startJsonServer("the carrier", apiKey, {
    "POST /shipments": book,
    "POST /shipments/cancel": cancel,
    "GET /shipments/*": track,
  });
  return {
    ...server,
    shipments,
    sendEventsTo: (apiUrl) => {
      const own = new ApiCaller(apiUrl, pace);
      caller = own;
      return () => own.stop();
    },
  };
}

/** Moves a parcel to its last state and reports each step. Stops reporting once the shipment is cancelled. */
async function deliver(shipment: Shipment, caller: ApiCaller): Promise<void> {
  const fate = FATES[shipment.postalCode] ?? "DELIVERED";
  if (fate === "IN_TRANSIT") return;
  const path = `/orders/${encodeURIComponent(shipment.orderId)}/carrier-events`;
  const report = () =>
    caller.send(path, { event: shipment.state, at: new Date().toISOString() }, () => !shipment.cancelled);
  await caller.pause(LEG_SECONDS);
  await report();
  await caller.pause(LEG_SECONDS);
  shipment.state = fate;
  await report();
}
