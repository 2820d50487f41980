import { HAND_OVER_PARTITIONS, handOverPlan } from "../../../functions/validate-order/hand-over-plan";

const START = Date.parse("2026-01-01T00:00:00.000Z");

beforeEach(() => {
  jest.useFakeTimers({ now: START });
  Object.assign(process.env, { HAND_OVER_TRIES: "3", HAND_OVER_SECONDS: "172800", LOST_AFTER_SECONDS: "1468800" });
});
afterEach(() => jest.useRealTimers());

/** Hours from the order's receipt. */
const hours = (time: string) => (Date.parse(time) - START) / 3_600_000;

describe("the plan of an order's hand-overs", () => {
  it("has some turns at once and then ever fewer: six in two days", () => {
    const { handOverAt, handOverUntil, lostAfter } = handOverPlan();
    expect(handOverAt.map(({ S }) => hours(S))).toEqual([0, 0, 0, 1, 4, 16]);
    expect(hours(handOverUntil)).toBe(48);
    expect(hours(lostAfter)).toBe(17 * 24);
  });

  it.each([
    [3_600, 0],
    [3_601, 1],
    [14_400, 1],
    [14_401, 2],
  ])("has no turn after the last hand-over: %i s have %i later turns", (seconds, later) => {
    process.env.HAND_OVER_SECONDS = String(seconds);
    expect(handOverPlan().handOverAt).toHaveLength(3 + later);
  });

  it.each([
    ["HAND_OVER_TRIES", "0"],
    ["HAND_OVER_TRIES", "101"],
    ["HAND_OVER_SECONDS", "0"],
    // An order would be lost before its last hand-over.
    ["LOST_AFTER_SECONDS", "172799"],
  ])("is refused for %s %s", (name, value) => {
    process.env[name] = value;
    expect(() => handOverPlan()).toThrow(`${name} is "${value}"`);
  });

  it("spreads orders over every partition, and over no other", () => {
    const seen = new Set(Array.from({ length: 2_000 }, () => handOverPlan().pendingHandOver));
    const all = Array.from({ length: HAND_OVER_PARTITIONS }, (_, index) => `RECEIVED-${index + 1}`);
    expect([...seen].sort()).toEqual(all.sort());
  });
});
