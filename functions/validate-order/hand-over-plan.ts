import { randomInt } from "node:crypto";
import { integerSetting } from "../shared/settings";

/** When an unclaimed order is handed over again, and when it is given up. Times are ISO 8601 in UTC. */
export interface HandOverPlan {
  /** The partition of the index of orders that wait for a claim. */
  readonly pendingHandOver: string;
  /** Turns, the earliest first, as a DynamoDB list: each is one hand-over at that time or later. */
  readonly handOverAt: readonly { readonly S: string }[];
  /** No hand-over is sent after this time. */
  readonly handOverUntil: string;
  /** No hand-over can still arrive after this time. */
  readonly lostAfter: string;
}

/**
 * Orders are spread at random over this many partitions, because DynamoDB writes at most 1,000 times a second to each.
 * The workflow reconcile-orders reads them all.
 */
export const HAND_OVER_PARTITIONS = 15;

const FIRST_GAP_SECONDS = 3_600;
const GROWTH = 4;

/**
 * The plan of an order that is received now. The first turns are due at once, one for each run of the reconciler. The
 * gaps between the others grow, so that a pause of days leaves few messages for an order. The workflows only compare
 * these times, because the Amazon States Language cannot compute with times. Throws InvalidSetting.
 */
export function handOverPlan(): HandOverPlan {
  const seconds = integerSetting("HAND_OVER_SECONDS", 1, 100 * 86_400);
  const gaps = Array.from({ length: integerSetting("HAND_OVER_TRIES", 1, 100) }, () => 0);
  for (let gap = FIRST_GAP_SECONDS; gap < seconds; gap *= GROWTH) gaps.push(gap);
  const now = Date.now();
  const after = (gap: number) => new Date(now + gap * 1000).toISOString();
  return {
    pendingHandOver: `RECEIVED-${randomInt(1, HAND_OVER_PARTITIONS + 1)}`,
    handOverAt: gaps.map((gap) => ({ S: after(gap) })),
    handOverUntil: after(seconds),
    lostAfter: after(integerSetting("LOST_AFTER_SECONDS", seconds, 200 * 86_400)),
  };
}
