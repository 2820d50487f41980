/** How long things take: as in life, or compressed, so that a run that waits for days ends in seconds. */
export interface Pace {
  /** Milliseconds to wait for a Wait state, a retry or another pause of `seconds` seconds. */
  waitMs(seconds: number): number;
  /** Milliseconds after which something that may take `seconds` seconds has timed out. */
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

const FAST_MS_PER_SECOND = 10;
const LONGEST_FAST_WAIT_MS = 2 * MS;
const SHORTEST_COMPRESSED_TIMEOUT_MS = 10 * MS;
const SHORTEST_COMPRESSED_CALLBACK_MS = 5 * MS;
const SECONDS_OF_A_DAY = 86_400;

/**
 * A second of waiting takes 10 ms, and no wait takes over 2 s. A timeout is compressed alike, but never below 10 s:
 * services answer at their own speed, and a compressed run must not time out where a real one would not. A wait for a
 * person or a carrier is compressed to a second a day, and never below 5 s, in which a simulated one has answered.
 */
export const fastPace: Pace = {
  waitMs: (seconds) => Math.min(seconds * FAST_MS_PER_SECOND, LONGEST_FAST_WAIT_MS),
  timeoutMs: (seconds) =>
    Math.min(seconds * MS, Math.max(seconds * FAST_MS_PER_SECOND, SHORTEST_COMPRESSED_TIMEOUT_MS)),
  callbackMs: (seconds) =>
    Math.min(seconds * MS, Math.max((seconds / SECONDS_OF_A_DAY) * MS, SHORTEST_COMPRESSED_CALLBACK_MS)),
};
