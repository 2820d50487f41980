import { setTimeout as delay } from "node:timers/promises";
import { followOrders } from "./follow-orders";
import type { OrderToSend } from "./orders-file";
import { allPromises } from "./promises/all";
import { hasEnded, isAsExpected, type Outcome } from "./report/outcome";
import { reportPermissions } from "./report/permissions";
import { checkPromises } from "./report/promise-list";
import type { Reporter } from "./report/reporter";
import { waitingLines, waitsForOthers } from "./report/waiting";
import type { RunningSystem } from "./system";

/** Longer than any retry of the workflows waits, so that an order which does not move for so long hangs. */
const PATIENCE_MS = 120_000;
/** How long is waited for a person or a carrier who has not answered yet, where their time is not compressed. */
const PATIENCE_WITH_OTHERS_MS = 20_000;
const QUIET_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

/**
 * Sends the orders, waits until each has ended and everything is quiet, and checks every promise. Answers the exit
 * code: 0 when every order ended, every promise held, every sample is as expected and nobody was refused anything.
 */
export async function runOnce(
  orders: readonly OrderToSend[],
  system: RunningSystem,
  reporter: Reporter,
  { fast, signal }: { readonly fast: boolean; readonly signal: AbortSignal },
): Promise<number> {
  const outcomes = await followOrders(orders, {
    ...system,
    onOutcome: reporter.outcome,
    onProgress: reporter.count,
    patienceMs: (open) => (!fast && open.every(waitsForOthers) ? PATIENCE_WITH_OTHERS_MS : PATIENCE_MS),
    signal,
  });
  reporter.table(outcomes);
  if (signal.aborted) return 1;
  const open = outcomes.filter((outcome) => !hasEnded(outcome));
  // What has not ended keeps its executions running.
  const isQuiet = open.length > 0 || (await waitForQuiet(system, signal));
  const state = { ...(await system.readState()), outcomes };
  const { held, text } = checkPromises(allPromises, state);
  reporter.result(`Promises:\n${text}`);
  const { bytes, where } = state.largestPayload;
  reporter.result(`The largest input or output of a state has ${bytes} bytes: ${where}.`);
  const permissions = reportPermissions(system.inside.authorizer, system.env);
  reporter.result(permissions.text);
  const problems = [...permissions.refusals, ...hanging(open), ...unexpected(outcomes)];
  if (!isQuiet) problems.push(`Something still runs ${QUIET_WITHIN_MS / 1000} s after the last order ended.`);
  for (const problem of problems) reporter.result(problem);
  return held && problems.length === 0 ? 0 : 1;
}

/** Orders are marked before the last steps of their executions are done, such as the message to the dead-letter queue. */
async function waitForQuiet(system: RunningSystem, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + QUIET_WITHIN_MS;
  while (!(await system.isQuiet())) {
    if (Date.now() > deadline || signal.aborted) return false;
    await delay(LOOK_EVERY_MS);
  }
  return true;
}

function hanging(open: readonly Outcome[]): string[] {
  const stuck = open.filter(({ status }) => !waitsForOthers(status));
  const lines = waitingLines(open);
  if (stuck.length > 0)
    lines.push(`Nothing moved for ${PATIENCE_MS / 1000} s, and these have not ended: ${namesOf(stuck)}.`);
  return lines;
}

function namesOf(stuck: readonly Outcome[]): string {
  const named = stuck.slice(0, 10).map(({ orderId, status }) => `${orderId} (${status})`);
  return `${named.join(", ")}${stuck.length > named.length ? ` and ${stuck.length - named.length} more` : ""}`;
}

function unexpected(outcomes: readonly Outcome[]): string[] {
  const checked = outcomes.filter((outcome) => isAsExpected(outcome) !== undefined);
  const wrong = checked.filter((outcome) => isAsExpected(outcome) === false);
  if (wrong.length === 0) return [];
  return [`${wrong.length} of ${checked.length} orders did not end as their file expects: see the table.`];
}
