import { readStock } from "../../local/stock";
import type { Finding } from "../finding";
import { compareEnds } from "../orders/compare";
import type { LocalRun } from "../orders/run-locally";
import { sendOrders, withSurroundings } from "../orders/send";
import type { Stage } from "../stage";

/** Sends the samples through what was deployed and through the local run, and compares how each order ends. */
export async function runOrders(stage: Stage, localRun: LocalRun): Promise<Finding[]> {
  const { orders, stock, notes } = localRun.samples;
  const said = new Map(orders.map(({ orderId, approval }) => [orderId, approval]));
  const { deployment } = stage;
  stage.say(`sending ${orders.length} orders ...`);
  const outcomes = await withSurroundings(
    stage,
    deployment,
    (orderId) => (said.get(orderId) === "approved" ? true : said.get(orderId) === "refused" ? false : undefined),
    (surroundings) => sendOrders(stage, deployment, surroundings, orders, readStock(stock)),
  );
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
