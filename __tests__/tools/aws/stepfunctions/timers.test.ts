import { Stopped, StopSwitch } from "../../../../tools/aws/stepfunctions/asl/stop";
import { bounded, Countdown, pause, runAfter } from "../../../../tools/aws/stepfunctions/asl/timers";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** From here on setTimeout alone would fire at once. */
const TOO_LONG_FOR_A_TIMER = 2 ** 31;

describe("runAfter", () => {
  test.each([0, 5, TOO_LONG_FOR_A_TIMER - 1, TOO_LONG_FOR_A_TIMER, 3 * TOO_LONG_FOR_A_TIMER])(
    "fires after %i ms, and not before",
    (ms) => {
      const action = jest.fn();
      runAfter(ms, action);
      if (ms > 0) jest.advanceTimersByTime(ms - 1);
      expect(action).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1);
      expect(action).toHaveBeenCalledTimes(1);
    },
  );

  test("can be cancelled, in its second stretch too", () => {
    const action = jest.fn();
    const cancel = runAfter(TOO_LONG_FOR_A_TIMER + 10, action);
    jest.advanceTimersByTime(TOO_LONG_FOR_A_TIMER);
    cancel();
    jest.advanceTimersByTime(1_000);
    expect(action).not.toHaveBeenCalled();
  });
});

describe("a countdown", () => {
  test("does not count the time while it is held", () => {
    const action = jest.fn();
    const countdown = new Countdown(100, action);
    jest.advanceTimersByTime(60);
    const release = countdown.hold();
    jest.advanceTimersByTime(1_000);
    release();
    jest.advanceTimersByTime(39);
    expect(action).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledTimes(1);
  });

  test("goes on when the last of several holds has ended, however often each is released", () => {
    const action = jest.fn();
    const countdown = new Countdown(100, action);
    const releases = [countdown.hold(), countdown.hold()];
    releases[0]?.();
    releases[0]?.();
    jest.advanceTimersByTime(1_000);
    expect(action).not.toHaveBeenCalled();
    releases[1]?.();
    jest.advanceTimersByTime(99);
    expect(action).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledTimes(1);
  });

  test("that was cancelled while it was held leaves no timer behind", () => {
    const action = jest.fn();
    const countdown = new Countdown(100, action);
    const release = countdown.hold();
    countdown.cancel();
    release();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe("a stop", () => {
  test("ends a pause and leaves no timer behind", async () => {
    const stop = new StopSwitch();
    const paused = pause(1_000, stop);
    stop.stop();
    await expect(paused).rejects.toBeInstanceOf(Stopped);
    expect(jest.getTimerCount()).toBe(0);
  });

  test("ends the wait for work that goes on, and leaves no timer behind", async () => {
    const stop = new StopSwitch();
    const work = bounded(() => new Promise(() => {}), stop, { ms: 1_000, error: () => new Error("late") });
    stop.stop();
    await expect(work).rejects.toBeInstanceOf(Stopped);
    expect(jest.getTimerCount()).toBe(0);
  });

  test("that came before is noticed at once", async () => {
    const stop = new StopSwitch();
    stop.stop();
    await expect(pause(1_000, stop)).rejects.toBeInstanceOf(Stopped);
    await expect(bounded(() => new Promise(() => {}), stop, undefined)).rejects.toBeInstanceOf(Stopped);
  });
});

test("work that ends in time leaves no timer behind", async () => {
  expect(await bounded(async () => 1, new StopSwitch(), { ms: 5, error: () => new Error("late") })).toBe(1);
  expect(jest.getTimerCount()).toBe(0);
});
