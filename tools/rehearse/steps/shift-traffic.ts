import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { localPerson } from "../../aws";
import { readStatuses } from "../../local/order-status";
import { type OrderToSend, readOrders } from "../../local/orders-file";
import { postJson } from "../../support/post-json";
import type { Finding } from "../finding";
import type { Around } from "../orders/around";
import { SAMPLES } from "../orders/samples";
import { sendOrders } from "../orders/send";
import type { Surroundings } from "../orders/surroundings";
import type { Variables } from "../project";
import type { Stage } from "../stage";
import { errorsIn } from "./deploy";

const WORKFLOW = "order-fulfilment";
const NEWEST_PERCENT = 25;
const ORDERS = 4;
const LOOK_EVERY_MS = 200;

/** A setting that is part of the definition, so that changing it makes a new version. */
const CHANGED: Variables = { ORDERS_APPROVAL_TIMEOUT_SECONDS: "86399" };

/**
 * Deploys a changed workflow, routes a quarter of the orders to its new version, and rolls back. An order that waits for
 * approval throughout must finish on the first version, on which it began.
 */
export async function shiftTraffic(stage: Stage, around: Around): Promise<Finding> {
  const surroundings = await around.start();
  const waiting = sample("approved", "WAITING");
  const begun = stage.hooks.started.length;
  const waited = sendOrders(stage, surroundings, [waiting]);
  // Awaited at the end; until then, another failure may come first.
  waited.catch(() => {});
  await untilStarted(begun, stage);

  stage.say(`releasing a new version to ${NEWEST_PERCENT} percent ...`);
  await release(stage, { version: 1, newestPercent: NEWEST_PERCENT });
  const shifted = await versionsOf(stage, surroundings, "SHIFTED");
  stage.say("rolling back ...");
  await release(stage, { version: 1 });
  const back = await versionsOf(stage, surroundings, "BACK");

  await untilAwaiting(waiting, surroundings, stage);
  await approve(waiting, surroundings);
  const [outcome] = await waited;
  const share = (ORDERS * NEWEST_PERCENT) / 100;
  const ok =
    shifted.get(2) === share &&
    shifted.get(1) === ORDERS - share &&
    back.get(1) === ORDERS &&
    outcome?.status === "COMPLETED";
  return {
    step: "releases",
    ok,
    result: ok ? "shifted and rolled back" : "not as set",
    details: [
      `${WORKFLOW}, ${NEWEST_PERCENT} percent to the newest: ${textOf(shifted)}`,
      `${WORKFLOW}, rolled back to version 1: ${textOf(back)}`,
      `the order that awaited approval throughout: ${outcome?.status ?? "did not end"}`,
    ],
  };
}

/** Deploys the workflow's stack with the change and with a setting of its release. */
async function release(stage: Stage, setting: object): Promise<void> {
  const [, fulfilment = ""] = stage.stacks;
  const settings = { ...CHANGED, ORDERS_RELEASES: JSON.stringify({ [WORKFLOW]: setting }) };
  const { code, output } = await stage.cdktf.deploy(fulfilment, { settings, alone: true, unrefreshed: true });
  if (code !== 0) throw new Error([`The release of ${WORKFLOW} failed:`, ...errorsIn(output)].join("\n"));
}

/** Sends some orders and counts how many of them each version took. */
async function versionsOf(stage: Stage, surroundings: Surroundings, id: string): Promise<ReadonlyMap<number, number>> {
  const begun = stage.hooks.started.length;
  const orders = Array.from({ length: ORDERS }, (_none, index) => sample("one line", `${id}-${index}`));
  await sendOrders(stage, surroundings, orders);
  const counts = new Map<number, number>();
  for (const version of startedSince(begun, stage)) counts.set(version, (counts.get(version) ?? 0) + 1);
  return counts;
}

/** The workflow's versions that were started since, in order. `begun` is the number of starts of any workflow until then. */
function startedSince(begun: number, { hooks }: Stage): number[] {
  return hooks.started.slice(begun).flatMap((arn) => {
    const [, version] = new RegExp(`-${WORKFLOW}:(\\d+)$`).exec(arn) ?? [];
    return version === undefined ? [] : [Number(version)];
  });
}

/** The sample of that name, with another order id. */
function sample(name: string, id: string): OrderToSend {
  const found = readOrders(SAMPLES).find((order) => order.name === name);
  if (found === undefined) throw new Error(`${SAMPLES} has no sample "${name}".`);
  const orderId = `REHEARSAL-${id}`;
  return { ...found, orderId, body: JSON.stringify({ ...JSON.parse(found.body), orderId }) };
}

async function untilStarted(begun: number, stage: Stage): Promise<void> {
  while (startedSince(begun, stage).length === 0) await delay(LOOK_EVERY_MS, undefined, { signal: stage.signal });
}

async function untilAwaiting(
  { orderId = "" }: OrderToSend,
  { aws }: Surroundings,
  { deployment, signal }: Stage,
): Promise<void> {
  const table = String(deployment.one("aws_dynamodb_table", () => true).attributes.name);
  for (;;) {
    const [order] = await readStatuses([orderId], table, aws, localPerson);
    if (order?.status === "AWAITING_APPROVAL") return;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function approve({ orderId = "" }: OrderToSend, { apiUrl }: Surroundings): Promise<void> {
  const agent = new Agent();
  const body = JSON.stringify({ approved: true, reviewer: "rehearsal" });
  const { status, text } = await postJson(`${apiUrl}/orders/${orderId}/approval`, body, agent);
  agent.destroy();
  if (status !== 200) throw new Error(`The approval of ${orderId} failed with ${status}: ${text}`);
}

function textOf(counts: ReadonlyMap<number, number>): string {
  const versions = [...counts].sort(([a], [b]) => a - b);
  return versions.map(([version, count]) => `${count} on version ${version}`).join(", ") || "none started";
}
