import type { BeforeTouch } from "../aws";
import { isObject } from "../support/json";

/**
 * Simulates a warehouse that stocks every sku. The first access to a sku that is not in the table creates its item with
 * `seedStock(sku)` units.
 */
export function warehouseOf(seedStock: (sku: string) => number): BeforeTouch {
  return (_tableName, key) => {
    const { pk } = key;
    const name = isObject(pk) ? pk.S : undefined;
    if (typeof name !== "string" || !name.startsWith("STOCK#")) return undefined;
    return { ...key, onHand: { N: String(seedStock(name.slice("STOCK#".length))) } };
  };
}
