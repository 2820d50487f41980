import { Agent, request } from "node:http";
import type { OrderToSend } from "./orders-file";

/** What the API said to one order. */
export interface Answer {
  readonly order: OrderToSend;
  readonly sentAt: Date;
  /** From sending to the whole answer. */
  readonly ms: number;
  readonly http: number;
  readonly body: { readonly [field: string]: unknown };
}

const CONCURRENCY = 16;

/**
 * Sends orders to the API, up to 16 at once. Orders that share an id go one after the other, in the order of the file,
 * so that which of them is the first and which the duplicate is not left to chance.
 */
export async function sendOrders(
  orders: readonly OrderToSend[],
  apiUrl: string,
  onAnswer: (index: number, answer: Answer) => void,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const queues = groupById(orders);
  const worker = async (): Promise<void> => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const { order, index } of queue) onAnswer(index, await send(order, apiUrl, agent));
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
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

function send(order: OrderToSend, apiUrl: string, agent: Agent): Promise<Answer> {
  const sentAt = new Date();
  return new Promise((resolve, reject) => {
    const body = Buffer.from(order.body, "utf8");
    const outgoing = request(`${apiUrl}/orders`, {
      method: "POST",
      agent,
      headers: { "content-type": "application/json", "content-length": body.length },
    });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("error", reject);
      response.on("end", () => {
        const ms = Date.now() - sentAt.getTime();
        resolve({ order, sentAt, ms, http: response.statusCode ?? 0, body: fieldsOf(text) });
      });
    });
    outgoing.end(body);
  });
}

function fieldsOf(text: string): { readonly [field: string]: unknown } {
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new Error(`The API answered ${text}, where a JSON object was expected.`);
}

function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
