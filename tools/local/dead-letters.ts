import { z } from "zod";
import type { Sqs } from "../aws";
import { parseJson } from "../support/json";
import type { DeadLetter } from "./run-state";

/** A message that a workflow sent, or one that moved from a work queue. Both name their order if they know it. */
const aboutOrder = z.object({
  orderId: z.string().optional(),
  upload: z.object({ key: z.string() }).optional(),
  overdue: z.string().optional(),
  undelivered: z.string().optional(),
  outcome: z.object({ reason: z.string().optional() }).optional(),
});
/** An upload's event that started no execution, as EventBridge leaves it. */
const aboutUpload = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

/** Reads every message of the queues without removing it. */
export async function readDeadLetters(queues: readonly string[], sqs: Sqs): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (const queue of queues) {
    const { ready, delayed, inFlight } = await sqs.inspect(queue);
    for (const { body } of [...ready, ...delayed, ...inFlight]) letters.push({ queue, body, ...read(body) });
  }
  return letters;
}

function read(body: string): Pick<DeadLetter, "orderId" | "uploadId" | "about"> {
  const message = parseJson(body);
  const order = aboutOrder.safeParse(message).data;
  const key = aboutUpload.safeParse(message).data?.detail.object.key ?? order?.upload?.key;
  return {
    orderId: order?.orderId,
    uploadId: key?.startsWith("uploads/") ? key.slice("uploads/".length) : undefined,
    about: subjectOf(order),
  };
}

function subjectOf(order: z.infer<typeof aboutOrder> | undefined): DeadLetter["about"] {
  if (order?.outcome?.reason === "UNKNOWN_ORDER") return "message";
  if (order?.overdue !== undefined) return "parcel";
  return order?.undelivered !== undefined ? "notice" : "work";
}
