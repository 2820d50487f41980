import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AslObject, isObject, statesOf } from "../../asl/states";
import { APPROVAL_SECONDS, DELIVERY_SECONDS, FULFILMENT_SECONDS } from "../../environments/order-life";
import { lineLimits } from "../../functions/shared/order";
import { longestPath } from "../../stacks/constructs/rules/slowest-path";
import { limitOf } from "../../stacks/constructs/rules/time-limit";

const FILE = "workflows/order-fulfilment.asl.json";
const definition: AslObject = JSON.parse(readFileSync(join(__dirname, "../..", FILE), "utf8"));
const states = new Map(statesOf(definition).map(({ name, state }) => [name, state]));

function stateOf(name: string): AslObject {
  const state = states.get(name);
  if (state === undefined) throw new Error(`${FILE} has no state ${name}: give this test the name that it has now.`);
  return state;
}

/** Says what to change where a number of environments/order-life.ts is not the one of the definition. */
function expectSame(name: string, seconds: number, where: string, inDefinition: unknown): void {
  if (seconds === inDefinition) return;
  throw new Error(
    `environments/order-life.ts has ${name} = ${seconds}, and ${where} in ${FILE} is ${String(inDefinition)}. ` +
      `Set ${name} to the definition's number. The settings of environments/ are checked against it: see whether ` +
      "orderRetentionDays, approval.timeoutSeconds and carrierSilenceSeconds of each environment still pass.",
  );
}

it("FULFILMENT_SECONDS is the limit of an execution of order-fulfilment", () => {
  expectSame("FULFILMENT_SECONDS", FULFILMENT_SECONDS, "TimeoutSeconds", limitOf(definition, "STANDARD"));
});

it("DELIVERY_SECONDS is the limit of the one state that expects heartbeats of the carrier", () => {
  const waiting = [...states].filter(([, { HeartbeatSecondsPath }]) => HeartbeatSecondsPath !== undefined);
  expect(waiting.map(([name]) => name)).toEqual(["AwaitDelivery"]);
  const { TimeoutSeconds } = stateOf("AwaitDelivery");
  expectSame("DELIVERY_SECONDS", DELIVERY_SECONDS, "TimeoutSeconds of AwaitDelivery", TimeoutSeconds);
});

describe("an execution of order-fulfilment in which everything takes as long as it may", () => {
  /** The definition with every approval as long as the settings allow. */
  const slowest: AslObject = JSON.parse(JSON.stringify(definition), (_key, value: unknown) => {
    if (!isObject(value) || value.TimeoutSecondsPath !== "$.limits.approvalSeconds") return value;
    const { TimeoutSecondsPath: _, ...state } = value;
    return { ...state, TimeoutSeconds: APPROVAL_SECONDS };
  });

  /** What a state takes on its own, with its retries. */
  const alone = (name: string) => longestPath({ StartAt: name, States: { [name]: stateOf(name) } }).seconds;

  /** The waits of a loop that doubles $.patience until it is not below the limit of its Choice. */
  function waitsOf(choice: string, patience: string): number[] {
    const pattern = new RegExp(`"\\$\\.patience\\.${patience}\\.seconds","NumericLessThan":(\\d+)`);
    const limit = Number(pattern.exec(JSON.stringify(stateOf(choice)))?.[1]);
    const first = Number(new RegExp(`"${patience}":{"seconds":(\\d+)}`).exec(JSON.stringify(definition))?.[1]);
    const waits: number[] = [];
    for (let seconds = first; seconds < limit; seconds *= 2) waits.push(seconds);
    return waits;
  }

  /** Every batch of the largest order, so many at a time, each as long as an Express execution may last. */
  function batches(map: string): number {
    const { ItemBatcher, MaxConcurrency, ItemProcessor } = stateOf(map);
    const perBatch = Number(Object(ItemBatcher).MaxItemsPerBatch);
    const waves = Math.ceil(Math.ceil(lineLimits.most / perBatch) / Number(MaxConcurrency));
    return waves * (limitOf(Object(ItemProcessor), "EXPRESS") ?? Number.POSITIVE_INFINITY);
  }

  it.each([
    ["CheckReleased", "release"],
    ["RouteSettled", "settle"],
  ])("waits eleven times after %s, 34 hours in all", (choice, patience) => {
    const waits = waitsOf(choice, patience);
    expect(waits).toHaveLength(11);
    expect(waits.reduce((sum, seconds) => sum + seconds)).toBe(122_820);
  });

  it("ends within its limit", () => {
    const sum = (seconds: readonly number[]) => seconds.reduce((one, other) => one + other, 0);
    const [release, settle] = [waitsOf("CheckReleased", "release"), waitsOf("RouteSettled", "settle")];
    const parts = {
      // Each state once.
      "the slowest path": longestPath(slowest).seconds,
      "reserving the largest order": batches("ReserveLargeInventory"),
      "releasing the largest order": batches("ReleaseLargeInventory") * (release.length + 1),
      "waiting to release": sum(release),
      "waiting to settle, and settling": sum(settle) + settle.length * alone("SettleOrder"),
    };
    const needed = sum(Object.values(parts));
    if (needed > FULFILMENT_SECONDS) {
      throw new Error(
        `An execution may need ${needed} s (${JSON.stringify(parts)}) and ends after ${FULFILMENT_SECONDS} s. Lower ` +
          `APPROVAL_SECONDS in environments/order-life.ts by ${Math.ceil((needed - FULFILMENT_SECONDS) / 2)} s, or what ` +
          `a state of ${FILE} waits.`,
      );
    }
    // Both approvals are on that path, and the delivery.
    expect(parts["the slowest path"]).toBeGreaterThan(2 * APPROVAL_SECONDS + DELIVERY_SECONDS);
  });
});
