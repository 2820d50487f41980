/** How long things take: as in life, or compressed, so that a run that waits for days ends in seconds. */
export interface Pace {
  /** Milliseconds to wait for a Wait state, a retry or another pause of `seconds` seconds. */
  waitMs(seconds: number): number;
  /** Milliseconds after which a task or an execution that may take `seconds` seconds has timed out. */
  timeoutMs(seconds: number): number;
  /** Milliseconds after which the wait of `seconds` seconds for a task token's return, or for its heartbeat, is over. */
  callbackMs(seconds: number): number;
}

const MS = 1000;

/** Life itself. */
export const realPace: Pace = {
  waitMs: (seconds) => seconds * MS,
  timeoutMs: (seconds) => seconds * MS,
  callbackMs: (seconds) => seconds * MS,
};

const LONGEST_FAST_WAIT_MS = 2 * MS;
/** A wait of so many seconds takes half as long as the longest. */
const HALF_WAY_SECONDS = 200;
const SHORTEST_COMPRESSED_CALLBACK_MS = 5 * MS;
const CALLBACK_MS_PER_DAY = 250;
const SECONDS_OF_A_DAY = 86_400;

/**
 * Waits take time because somebody wrote it down, so they are compressed: a second to 10 ms, and ever more, so that no
 * wait takes over 2 s. A wait for a person or a carrier is compressed too, but never below 5 s, in which a simulated one
 * has answered. Services take the time that they take, so what limits their work, and with it the limit of a whole
 * execution, is as in life.
 *
 * So every order of limits is kept: what was longer stays longer, and a limit around others, which does not shrink, holds
 * at least as much as in life.
 */
export const fastPace: Pace = {
  waitMs: (seconds) => (LONGEST_FAST_WAIT_MS * seconds) / (seconds + HALF_WAY_SECONDS),
  timeoutMs: realPace.timeoutMs,
  callbackMs: (seconds) =>
    Math.min(seconds * MS, SHORTEST_COMPRESSED_CALLBACK_MS + (seconds / SECONDS_OF_A_DAY) * CALLBACK_MS_PER_DAY),
};
