import { readStock } from "../../local/stock";
import type { Finding } from "../finding";
import type { Around } from "../orders/around";
import { compareEnds } from "../orders/compare";
import type { LocalRun } from "../orders/run-locally";
import { sendOrders } from "../orders/send";
import type { Stage } from "../stage";

/** Sends the samples through what was deployed and through the local run, and compares how each order ends. */
export async function runOrders(stage: Stage, localRun: LocalRun, around: Around): Promise<Finding[]> {
  const { orders, stock, notes } = localRun.samples;
  stage.say(`sending ${orders.length} orders ...`);
  const outcomes = await sendOrders(stage, await around.start(), orders, readStock(stock));
  const locally = await localRun.ends;
  const names = orders.map(({ name, orderId }) => name ?? orderId ?? "");
  const differences = compareEnds(names, outcomes, locally);
  const ok = differences.length === 0;
  return [
    {
      step: "orders",
      ok,
      told: ok ? `${names.length} ended as locally` : `${differences.length} of ${names.length} ended otherwise`,
      details: differences.map((it) => `${it.order}: ${it.rehearsed}; locally ${it.locally}`),
    },
    {
      step: "other samples",
      ok: true,
      told: `${notes.length} left out or shortened`,
      details: notes,
    },
  ];
}
