import { Agent, request } from "node:http";

/** The answers to a load of orders. */
export interface Load {
  readonly seconds: number;
  /** How many answers had each status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Milliseconds of each answer, ascending. */
  readonly latencies: readonly number[];
}

/** Sends `count` distinct orders from `clients` clients. Each client sends one order after another over one connection. */
export async function load(apiUrl: string, clients: number, count: number): Promise<Load> {
  const statuses = new Map<number, number>();
  const latencies: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (next < count) {
      const body = order(`bench-${next++}`);
      const sentAt = performance.now();
      const status = await post(apiUrl, body, agent);
      latencies.push(performance.now() - sentAt);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    agent.destroy();
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return { seconds: (performance.now() - startedAt) / 1_000, statuses, latencies: latencies.sort((a, b) => a - b) };
}

/** Sends one order and returns the HTTP status once the whole answer has arrived. */
export function post(apiUrl: string, body: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const outgoing = request(`${apiUrl}/orders`, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** An order of two lines, since most orders are small. */
export function order(orderId: string): string {
  return JSON.stringify({
    orderId,
    customerId: "C-BENCH",
    currency: "EUR",
    items: [
      { sku: "MUG-STONEWARE", quantity: 2, unitPrice: 1_150 },
      { sku: "TEA-EARL-GREY-250G", quantity: 1, unitPrice: 1_290 },
    ],
    payment: { token: "tok_ok" },
    shipTo: { name: "Bench", line1: "Kade 14", city: "Rotterdam", postalCode: "3011 AB", country: "NL" },
  });
}
