import type { Stage } from "../stage";

/** One way through the platform, which needs some rights: from a client's call to the end of what comes of it. */
export interface Journey {
  readonly name: string;
  run(stage: Stage): Promise<void>;
}

/** A total over every environment's threshold of approval. */
export const costly = { items: [{ sku: "OVEN", quantity: 5, unitPrice: 90_000_000 }] };

/** A sku of which nothing is left. */
export const SOLD_OUT = "NONE-LEFT";
