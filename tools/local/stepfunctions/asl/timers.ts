import { Stopped, type StopSwitch } from "./stop";

/** The longest time that setTimeout takes: with more it fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `action` after `ms`, however long that is; the answer cancels it. */
export function runAfter(ms: number, action: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (left: number) => {
    const step = Math.min(left, LONGEST_TIMER_MS);
    timer = setTimeout(() => (left > step ? arm(left - step) : action()), step);
  };
  arm(Math.max(0, ms));
  return () => clearTimeout(timer);
}

/** Waits `ms`, unless it is stopped before. */
export function pause(ms: number, stop: StopSwitch): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = runAfter(ms, () => {
      release();
      resolve();
    });
    const release = stop.onStop(() => {
      cancel();
      reject(new Stopped());
    });
  });
}

/** The outcome of `work`, or the error of `onTimeout` after `ms`, or Stopped: whichever comes first. */
export function bounded<T>(
  work: Promise<T>,
  stop: StopSwitch,
  timeout: { ms: number; error: () => Error } | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let release = () => {};
    const cancel = timeout && runAfter(timeout.ms, () => settle(() => reject(timeout.error())));
    const settle = (how: () => void) => {
      cancel?.();
      release();
      how();
    };
    release = stop.onStop(() => {
      cancel?.();
      reject(new Stopped());
    });
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
