import type { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { fieldsOf, postJson, sendBody } from "../support/post-json";
import { elementText } from "../support/xml";
import type { Answer } from "./answer";
import type { OrderStatus } from "./order-status";
import type { OrderToSend } from "./orders-file";

export interface Uploading {
  readonly apiUrl: string;
  readonly readStatuses: (orderIds: readonly string[]) => Promise<readonly OrderStatus[]>;
  /** Whether intake has finished with the object of this key. */
  readonly isTakenIn: (key: string) => Promise<boolean>;
  readonly signal: AbortSignal;
}

const LOOK_EVERY_MS = 50;
/** Validation may take a minute, and is tried three times. */
const TAKEN_IN_WITHIN_MS = 300_000;

const place = z.object({
  uploadUrl: z.url(),
  method: z.literal("PUT"),
  headers: z.record(z.string(), z.string()),
  key: z.string(),
});

/** Uploads an order as any client does, and waits until intake has accepted or rejected it. */
export async function uploadOrder(order: OrderToSend, uploading: Uploading, agent: Agent): Promise<Answer> {
  const sentAt = new Date();
  const answer = (http: number, body: Answer["body"]): Answer => ({
    order,
    sentAt,
    ms: Date.now() - sentAt.getTime(),
    http,
    body,
  });
  const { status, text } = await postJson(`${uploading.apiUrl}/uploads`, "{}", agent);
  const body = fieldsOf(text);
  if (status !== 201) return answer(status, body);
  const { uploadUrl, method, headers, key } = place.parse(body);
  const stored = await sendBody(method, uploadUrl, Buffer.from(order.body, "utf8"), headers, agent);
  if (stored.status >= 300) return answer(stored.status, { error: elementText(stored.text, "Code") ?? stored.text });
  const uploadId = key.slice(key.lastIndexOf("/") + 1);
  await takenIn(key, uploading);
  return {
    ...answer(status, body),
    upload: { uploadId, rejection: await findRejection(uploadId, order, sentAt, uploading) },
  };
}

async function takenIn(key: string, { isTakenIn, signal }: Uploading): Promise<void> {
  const deadline = Date.now() + TAKEN_IN_WITHIN_MS;
  while (!(await isTakenIn(key)) && !signal.aborted && Date.now() < deadline) await delay(LOOK_EVERY_MS);
}

/** A rejection is recorded under the order's id if that could be read and was free, else under the upload's id. */
async function findRejection(
  uploadId: string,
  { orderId, body }: OrderToSend,
  sentAt: Date,
  { readStatuses }: Uploading,
): Promise<OrderStatus | undefined> {
  const ids = new Set([uploadId, orderId ?? idSomewhereIn(body) ?? uploadId]);
  const found = await readStatuses([...ids]);
  return found.find(({ status, updatedAt }) => status === "REJECTED" && updatedAt >= sentAt);
}

/** Even if the text is not valid JSON, intake reads an id that comes before the error. */
function idSomewhereIn(body: string): string | undefined {
  return /"orderId"\s*:\s*"([A-Za-z0-9_-]{1,64})"/.exec(body)?.[1];
}
