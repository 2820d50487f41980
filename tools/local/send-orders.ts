import { Agent } from "node:http";
import { fieldsOf, postJson } from "../support/post-json";
import type { Answer } from "./answer";
import type { OrderToSend } from "./orders-file";
import { type Uploading, uploadOrder } from "./upload-order";

export interface Sending extends Uploading {
  /** How many orders to send at once (default: 16). */
  readonly concurrency?: number;
  readonly onAnswer: (index: number, answer: Answer) => void;
}

const CONCURRENCY = 16;

/**
 * Sends orders to the API, several at once: with POST /orders, or as an upload if they are too large. Orders that share
 * an id are sent one after the other, in the order of the file, so that the later ones are the duplicates.
 */
export async function sendOrders(orders: readonly OrderToSend[], sending: Sending): Promise<void> {
  const { concurrency = CONCURRENCY } = sending;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const queues = groupById(orders);
  const worker = async (): Promise<void> => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const { order, index } of queue) sending.onAnswer(index, await send(order, sending, agent));
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
  } finally {
    agent.destroy();
  }
}

interface Queued {
  readonly order: OrderToSend;
  readonly index: number;
}

function groupById(orders: readonly OrderToSend[]): Queued[][] {
  const groups = new Map<string | number, Queued[]>();
  orders.forEach((order, index) => {
    const key = order.orderId ?? index;
    const group = groups.get(key);
    if (group) group.push({ order, index });
    else groups.set(key, [{ order, index }]);
  });
  return [...groups.values()];
}

async function send(order: OrderToSend, sending: Sending, agent: Agent): Promise<Answer> {
  if (order.upload === "always") return uploadOrder(order, sending, agent);
  const sentAt = new Date();
  const { status, text } = await postJson(`${sending.apiUrl}/orders`, order.body, agent);
  // The answer names the upload route, so do as a client would.
  if (status === 413 && order.upload === "ifTooLarge") return uploadOrder(order, sending, agent);
  return { order, sentAt, ms: Date.now() - sentAt.getTime(), http: status, body: fieldsOf(text) };
}
