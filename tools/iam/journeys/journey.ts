import type { Stage } from "../stage";

/** One path through the platform, from a client's call to its last effect, which needs some rights. */
export interface Journey {
  readonly name: string;
  run(stage: Stage): Promise<void>;
}

/** A total above every environment's approval threshold. */
export const costly = { items: [{ sku: "OVEN", quantity: 5, unitPrice: 90_000_000 }] };

/** A sku without stock. */
export const SOLD_OUT = "NONE-LEFT";
