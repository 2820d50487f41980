import type { BeforeTouch } from "../aws";
import { isObject } from "../support/json";

/**
 * The simulated warehouse lists every sku: the stock of one that the table does not know yet is `seedStock(sku)` units,
 * and its item is made when it is first asked for.
 */
export function warehouseOf(seedStock: (sku: string) => number): BeforeTouch {
  return (_tableName, key) => {
    const { pk } = key;
    const name = isObject(pk) ? pk.S : undefined;
    if (typeof name !== "string" || !name.startsWith("STOCK#")) return undefined;
    return { ...key, onHand: { N: String(seedStock(name.slice("STOCK#".length))) } };
  };
}
