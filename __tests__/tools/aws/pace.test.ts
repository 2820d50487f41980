import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isObject, objectsOf, statesOf } from "../../../asl/states";
import { fastPace, type Pace, realPace } from "../../../tools/aws/pace";

const workflows = resolve(__dirname, "../../../workflows");

/** Limits of people and carriers that the settings may name, in seconds. */
const SETTINGS = [1, 60, 3_600, 86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000];

const numbers = (...values: readonly unknown[]) => values.filter((value) => typeof value === "number");

/** Every number of seconds that a definition writes, by what it limits or makes wait. */
function durationsIn(file: string): Record<keyof Pace, number[]> {
  const definition: unknown = JSON.parse(readFileSync(join(workflows, file), "utf8"));
  if (!isObject(definition)) throw new Error(`${file} is not a definition.`);
  const all = statesOf(definition).map(({ state }) => state);
  const retriers = all.flatMap(({ Retry }) => objectsOf(Retry));
  return {
    timeoutMs: numbers(definition.TimeoutSeconds, ...all.map(({ TimeoutSeconds }) => TimeoutSeconds)),
    callbackMs: numbers(...all.flatMap(({ TimeoutSeconds, HeartbeatSeconds }) => [TimeoutSeconds, HeartbeatSeconds])),
    waitMs: numbers(
      ...all.map(({ Seconds }) => Seconds),
      ...retriers.flatMap(({ IntervalSeconds, MaxDelaySeconds }) => [IntervalSeconds, MaxDelaySeconds]),
    ),
  };
}

describe.each(readdirSync(workflows))("%s at the fast pace", (file) => {
  const durations = durationsIn(file);

  test.each(["timeoutMs", "callbackMs", "waitMs"] as const)(
    "keeps the order of every %s, and lasts no longer",
    (kind) => {
      const sorted = [...new Set([...durations[kind], ...SETTINGS])].sort((a, b) => a - b);
      const compressed = sorted.map((seconds) => fastPace[kind](seconds));
      for (const [index, ms] of compressed.entries()) {
        expect(ms).toBeGreaterThan(compressed[index - 1] ?? 0);
        expect(ms).toBeLessThanOrEqual(realPace[kind](sorted[index] ?? 0));
      }
    },
  );

  test("leaves the limit of the execution and of what services do as in life, so that what fitted in it still does", () => {
    for (const seconds of durations.timeoutMs) expect(fastPace.timeoutMs(seconds)).toBe(realPace.timeoutMs(seconds));
  });
});

test.each([
  [0, 0],
  [1, 10],
  [60, 462],
  [300, 1_200],
  [86_400, 1_995],
  [7_776_000, 2_000],
])("a wait of %i seconds takes about %i ms at the fast pace", (seconds, ms) => {
  expect(Math.round(fastPace.waitMs(seconds))).toBe(ms);
});

test.each([
  [4, 4_000],
  [5, 5_000],
  [6, 5_000],
  [86_400, 5_250],
  [30 * 86_400, 12_500],
])("a wait of %i seconds for a person or a carrier ends after about %i ms at the fast pace", (seconds, ms) => {
  expect(Math.round(fastPace.callbackMs(seconds))).toBe(ms);
});
