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
  /** Every booking, in the order in which they came. */
  readonly shipments: readonly Shipment[];
  /** From now on parcels move, and what happens to them is told to the API there. The answer ends that. */
  tellTo(apiUrl: string): () => void;
}

/** The one postal code that the carrier does not serve. */
const REFUSED_POSTAL_CODE = "00000";
/** Where parcels do not arrive, and what is heard of them in the end. */
const FATES: Readonly<Record<string, ParcelState>> = { "11111": "LOST", "99999": "IN_TRANSIT" };
/** From the booking until the parcel is on its way, and from there until it is delivered or lost. */
const LEG_SECONDS = 1;

const bookingRequest = z.object({
  orderId: z.string().min(1),
  shipTo: z.looseObject({ postalCode: z.string(), country: z.string().length(2) }),
});
const cancelRequest = z.object({ orderId: z.string().min(1) });

/**
 * Simulates the carrier. The postal code 00000 is refused with 422; every other address is booked, and its parcel told
 * to be in transit and then delivered. To 11111 it is lost instead, and of one to 99999 nothing is ever told.
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
        return refuse(409, "SHIPMENT_CANCELLED", `The shipment of ${orderId} was cancelled before.`);
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
    tellTo: (apiUrl) => {
      const own = new ApiCaller(apiUrl, pace);
      caller = own;
      return () => own.stop();
    },
  };
}

/** Moves a parcel to where it ends, and tells of each step; of what was cancelled nothing more is told. */
async function deliver(shipment: Shipment, caller: ApiCaller): Promise<void> {
  const fate = FATES[shipment.postalCode] ?? "DELIVERED";
  if (fate === "IN_TRANSIT") return;
  const path = `/orders/${encodeURIComponent(shipment.orderId)}/carrier-events`;
  const tell = () =>
    caller.tell(path, { event: shipment.state, at: new Date().toISOString() }, () => !shipment.cancelled);
  await caller.pause(LEG_SECONDS);
  await tell();
  await caller.pause(LEG_SECONDS);
  shipment.state = fate;
  await tell();
}
