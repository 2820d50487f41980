/** The pace of time: real, or compressed so that a run that waits for days ends in seconds. */
export interface Pace {
  /** Milliseconds to wait for a Wait state, a retry or another pause of `seconds` seconds. */
  waitMs(seconds: number): number;
  /** Milliseconds after which a task or an execution with a limit of `seconds` seconds times out. */
  timeoutMs(seconds: number): number;
  /** Milliseconds after which a wait of `seconds` seconds for a task token or its heartbeat ends. */
  callbackMs(seconds: number): number;
}

const MS = 1000;

/** Real time. */
export const realPace: Pace = {
  waitMs: (seconds) => seconds * MS,
  timeoutMs: (seconds) => seconds * MS,
  callbackMs: (seconds) => seconds * MS,
};

const LONGEST_FAST_WAIT_MS = 2 * MS;
/** The wait, in seconds, that takes half as long as the longest. */
const HALF_WAY_SECONDS = 200;
const SHORTEST_COMPRESSED_CALLBACK_MS = 5 * MS;
const CALLBACK_MS_PER_DAY = 250;
const SECONDS_OF_A_DAY = 86_400;

/**
 * Compresses the waits that a definition prescribes: a second to 10 ms, longer waits more strongly, so no wait takes
 * over 2 s. A wait for a person or a carrier is compressed too, but never below 5 s, so a simulated one has time to
 * answer. The services' own work takes real time, so its limits, and the limit of a whole execution, are real too.
 *
 * This keeps the order of limits: a longer one stays longer. A limit around others does not shrink, so at least as much
 * fits in it as in real time.
 */
export const fastPace: Pace = {
  waitMs: (seconds) => (LONGEST_FAST_WAIT_MS * seconds) / (seconds + HALF_WAY_SECONDS),
  timeoutMs: realPace.timeoutMs,
  callbackMs: (seconds) =>
    Math.min(seconds * MS, SHORTEST_COMPRESSED_CALLBACK_MS + (seconds / SECONDS_OF_A_DAY) * CALLBACK_MS_PER_DAY),
};
