import { type LocalAws, localPerson } from "../../aws";
import type { Stock } from "../../local/stock";
import type { JsonObject } from "../../support/json";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html: the most items that one call writes. */
const AT_ONCE = 25;

/** Writes the stock of each sku, as a warehouse would before the first order. */
export async function fillWarehouse(
  table: string,
  skus: ReadonlySet<string>,
  stock: Pick<Stock, "seed">,
  aws: LocalAws,
): Promise<void> {
  const items = [...skus].map((sku) => ({
    pk: { S: `STOCK#${sku}` },
    sk: { S: "STOCK" },
    onHand: { N: String(stock.seed(sku)) },
  }));
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const requests: JsonObject[] = items.slice(from, from + AT_ONCE).map((Item) => ({ PutRequest: { Item } }));
    const input = { RequestItems: { [table]: requests } };
    await aws.call({ service: "dynamodb", action: "BatchWriteItem", input, principal: localPerson });
  }
}
