import { readStock } from "../../local/stock";
import type { Finding } from "../finding";
import type { Around } from "../orders/around";
import { compareEnds } from "../orders/compare";
import type { LocalRun } from "../orders/run-locally";
import { sendOrders } from "../orders/send";
import type { Stage } from "../stage";

/** Sends the samples through the deployed stacks, and compares how each order ends with the local run. */
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
      result: ok ? `${names.length} ended as locally` : `${differences.length} of ${names.length} ended differently`,
      details: differences.map((it) => `${it.order}: ${it.rehearsed}; locally ${it.locally}`),
    },
    {
      step: "other samples",
      ok: true,
      result: `${notes.length} left out or shortened`,
      details: notes,
    },
  ];
}
