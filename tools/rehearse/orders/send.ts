import { localPerson } from "../../aws";
import { followOrders } from "../../local/follow-orders";
import { readStatuses } from "../../local/order-status";
import type { OrderToSend } from "../../local/orders-file";
import type { Outcome } from "../../local/report/outcome";
import { Stock } from "../../local/stock";
import type { Stage } from "../stage";
import { fillWarehouse } from "./fill-warehouse";
import { skusOf } from "./samples";
import type { Surroundings } from "./surroundings";

/** Longer than the workflows wait before any retry. */
const PATIENCE_MS = 120_000;
/** Few enough for moto to answer each within the timeouts of the workflows' states. */
const AT_ONCE = 4;
const REPORT_EVERY_MS = 10_000;

/** Sends orders and follows each to its end. */
export async function sendOrders(
  { deployment, proxy, say, signal }: Stage,
  { aws, apiUrl, isTakenIn }: Surroundings,
  orders: readonly OrderToSend[],
  stock: ReadonlyMap<string, number> = new Map(),
): Promise<Outcome[]> {
  const table = String(deployment.one("aws_dynamodb_table", () => true).attributes.name);
  await fillWarehouse(table, skusOf(orders), new Stock(stock), aws);
  let [reported, reportedAt] = [0, Date.now()];
  return followOrders(orders, {
    apiUrl,
    isTakenIn,
    concurrency: AT_ONCE,
    readStatuses: (orderIds) => readStatuses(orderIds, table, aws, localPerson),
    readProgress: () => proxy.changes,
    onOutcome: () => {},
    onProgress: (ended, all) => {
      if (ended === reported || Date.now() - reportedAt < REPORT_EVERY_MS) return;
      [reported, reportedAt] = [ended, Date.now()];
      say(`${ended} of ${all} orders have ended ...`);
    },
    patienceMs: () => PATIENCE_MS,
    signal,
  });
}
