import type { CallClock } from "../../aws";
import { Stopped, type StopSwitch } from "./stop";

/** The longest time that setTimeout accepts. With a longer one it fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `action` after `ms`, however long that is. Returns a function that cancels it. */
export function runAfter(ms: number, action: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (left: number) => {
    const step = Math.min(left, LONGEST_TIMER_MS);
    timer = setTimeout(() => (left > step ? arm(left - step) : action()), step);
  };
  arm(Math.max(0, ms));
  return () => clearTimeout(timer);
}

/** Calls an action after some milliseconds, not counting the time during which it is held. */
export class Countdown implements CallClock {
  private left: number;
  private holds = 0;
  private armedAt = 0;
  private disarm = () => {};
  private over = false;

  constructor(
    ms: number,
    private readonly action: () => void,
  ) {
    this.left = ms;
    this.arm();
  }

  hold(): () => void {
    if (this.holds === 0) {
      this.disarm();
      this.left -= performance.now() - this.armedAt;
    }
    this.holds += 1;
    let held = true;
    return () => {
      if (held) this.holds -= 1;
      if (held && this.holds === 0) this.arm();
      held = false;
    };
  }

  cancel(): void {
    this.over = true;
    this.disarm();
  }

  private arm(): void {
    if (this.over) return;
    this.armedAt = performance.now();
    this.disarm = runAfter(this.left, this.action);
  }
}

/** Waits `ms`, or until stopped. */
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

/** The outcome of `begin`, the error of `timeout` after its `ms`, or Stopped: whichever comes first. */
export function bounded<T>(
  begin: (clock: CallClock | undefined) => Promise<T>,
  stop: StopSwitch,
  timeout: { ms: number; error: () => Error } | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let release = () => {};
    const limit = timeout && new Countdown(timeout.ms, () => settle(() => reject(timeout.error())));
    const settle = (how: () => void) => {
      limit?.cancel();
      release();
      how();
    };
    release = stop.onStop(() => {
      limit?.cancel();
      reject(new Stopped());
    });
    begin(limit).then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
