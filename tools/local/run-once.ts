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

/** Longer than any wait for a retry: an order without progress for this long hangs. */
const PATIENCE_MS = 120_000;
/** How long to wait for a person or a carrier without --fast. */
const PATIENCE_WITH_OTHERS_MS = 20_000;
const QUIET_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

/**
 * Sends the orders, waits until each has ended and nothing runs any more, and checks every promise. Resolves to the
 * exit code: 0 if every order ended, every promise held, every sample ended as expected and no permission was missing.
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
  // The executions of open orders keep running.
  const isQuiet = open.length > 0 || (await waitForQuiet(system, signal));
  const state = { ...(await system.readState()), outcomes };
  const { held, text } = checkPromises(allPromises, state);
  reporter.result(`Promises:\n${text}`);
  const { bytes, where } = state.largestPayload;
  reporter.result(`The largest input or output of a state has ${bytes} bytes: ${where}.`);
  const permissions = reportPermissions(system.inside.authorizer, system.env);
  reporter.result(permissions.text);
  const problems = [...permissions.refusals, ...hanging(open), ...unexpected(outcomes)];
  if (!isQuiet) problems.push(`Something is still running ${QUIET_WITHIN_MS / 1000} s after the last order ended.`);
  for (const problem of problems) reporter.result(problem);
  return held && problems.length === 0 ? 0 : 1;
}

/** An execution goes on after it marks its order, for example to send a message to the dead-letter queue. */
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
    lines.push(`No progress for ${PATIENCE_MS / 1000} s; these orders have not ended: ${namesOf(stuck)}.`);
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
