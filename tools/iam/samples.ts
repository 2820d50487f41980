import { resolve } from "node:path";
import { followOrders } from "../local/follow-orders";
import { readOrders } from "../local/orders-file";
import { hasEnded } from "../local/report/outcome";
import type { RunningSystem } from "../local/system";

const SAMPLES = resolve(__dirname, "../../examples/orders.jsonl");
/** Longer than any wait for a retry. */
const PATIENCE_MS = 120_000;

/** Sends all samples of the project at once and waits until they end. Throws if one does not. */
export async function sendSamples(system: RunningSystem, progress: (line: string) => void): Promise<void> {
  const orders = readOrders(SAMPLES);
  progress(`  ${orders.length} samples ...`);
  const outcomes = await followOrders(orders, {
    ...system,
    onOutcome: () => {},
    onProgress: () => {},
    patienceMs: () => PATIENCE_MS,
    signal: new AbortController().signal,
  });
  const open = outcomes.filter((outcome) => !hasEnded(outcome)).map(({ orderId }) => orderId);
  if (open.length > 0) throw new Error(`These samples did not end: ${open.join(", ")}.`);
}
