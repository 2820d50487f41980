import { LISTINGS } from "./listings";
import type { Pass } from "./proxy/intervention";
import { rawCall } from "./raw-call";

/** Resources in AWS whose names start with `prefix`, as kind and name: `queues: orders-dev-fulfilment-dlq`. */
export async function findLeftovers(prefix: string, region: string, send: Pass): Promise<string[]> {
  const found: string[] = [];
  for (const [kind, listing] of Object.entries(LISTINGS)) {
    const text = await rawCall(listing, region, send);
    const names = new Set(text.match(new RegExp(`${prefix}[\\w-]*`, "g")) ?? []);
    found.push(...[...names].map((name) => `${kind}: ${name}`));
  }
  return found;
}
