import { type Stage, shipTo } from "../stage";
import { costly, type Journey, SOLD_OUT } from "./journey";

/** Too many for the order's record in the table, so they go to the bucket. */
const LINES = 1_200;

/** Journeys of clients, approvers and carriers. */
export const ordersJourneys: readonly Journey[] = [
  { name: "an unknown order", run: async (stage) => void (await stage.get("no-such-order")) },
  { name: "a plain order", run: (stage) => stage.ends(stage.order()) },
  {
    name: "the same order twice",
    run: async (stage) => {
      const order = stage.order();
      await stage.post("/orders", order);
      await stage.ends(order);
    },
  },
  {
    name: "a sold-out sku",
    run: (stage) => stage.ends(stage.order({ items: [{ sku: SOLD_OUT, quantity: 1, unitPrice: 1 }] })),
  },
  { name: "a declined card", run: (stage) => stage.ends(stage.order({ payment: { token: "tok_declined" } })) },
  { name: "a refused address", run: (stage) => stage.ends(stage.order({ shipTo: shipTo("00000") })) },
  { name: "a lost parcel", run: (stage) => stage.ends(stage.order({ shipTo: shipTo("11111") })) },
  { name: "an approval", run: (stage) => stage.ends(stage.order(costly, "approved")) },
  { name: "a refusal", run: (stage) => stage.ends(stage.order(costly, "refused")) },
  { name: "an upload that is not an order", run: (stage) => stage.upload("no order") },
  { name: "a large upload", run: (stage) => uploads(stage, "LAMP") },
  { name: "a large upload, one line short", run: (stage) => uploads(stage, SOLD_OUT) },
  { name: "a hand-over that names no order", run: strays },
  { name: "a silent carrier", run: (stage) => stage.ends(stage.order({ shipTo: shipTo("99999") })) },
];

/** A message on the queue of hand-overs about an unrecorded order. */
async function strays(stage: Stage): Promise<void> {
  const { attributes } = stage.system.inside.deployment.one("aws_sqs_queue", "-fulfilment-orders");
  const orderId = "no-such-order";
  await stage.call("sqs", "SendMessage", {
    QueueUrl: String(attributes.url),
    MessageBody: JSON.stringify({ orderId }),
  });
  await stage.until(async () => {
    const { deadLetters } = await stage.system.readState();
    return deadLetters.some((letter) => letter.orderId === orderId);
  });
}

async function uploads(stage: Stage, lastSku: string): Promise<void> {
  const items = Array.from({ length: LINES }, (_none, index) => ({
    sku: index === LINES - 1 ? lastSku : `PART-${index}`,
    quantity: 1,
    unitPrice: 1,
  }));
  const order = stage.order({ items });
  await stage.upload(JSON.stringify(order));
  await stage.ended(order);
}
