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
  if (state === undefined) throw new Error(`${FILE} has no state ${name}: write its present name into this test.`);
  return state;
}

/** Says what to change if a number in environments/order-life.ts differs from the definition's. */
function expectSame(name: string, seconds: number, where: string, inDefinition: unknown): void {
  if (seconds === inDefinition) return;
  throw new Error(
    `environments/order-life.ts has ${name} = ${seconds}, but ${where} in ${FILE} is ${String(inDefinition)}. ` +
      `Set ${name} to the definition's number. Then check that orderRetentionDays, approval.timeoutSeconds and ` +
      "carrierSilenceSeconds of each environment are still valid.",
  );
}

it("FULFILMENT_SECONDS is the limit of an execution of order-fulfilment", () => {
  expectSame("FULFILMENT_SECONDS", FULFILMENT_SECONDS, "TimeoutSeconds", limitOf(definition, "STANDARD"));
});

it("DELIVERY_SECONDS is the limit of the only state that expects heartbeats from the carrier", () => {
  const waiting = [...states].filter(([, { HeartbeatSecondsPath }]) => HeartbeatSecondsPath !== undefined);
  expect(waiting.map(([name]) => name)).toEqual(["AwaitDelivery"]);
  const { TimeoutSeconds } = stateOf("AwaitDelivery");
  expectSame("DELIVERY_SECONDS", DELIVERY_SECONDS, "TimeoutSeconds of AwaitDelivery", TimeoutSeconds);
});

describe("an execution of order-fulfilment in which everything takes as long as it may", () => {
  /** The definition with the longest approvals that the settings allow. */
  const slowest: AslObject = JSON.parse(JSON.stringify(definition), (_key, value: unknown) => {
    if (!isObject(value) || value.TimeoutSecondsPath !== "$.limits.approvalSeconds") return value;
    const { TimeoutSecondsPath: _, ...state } = value;
    return { ...state, TimeoutSeconds: APPROVAL_SECONDS };
  });

  /** How long one state takes, with its retries. */
  const alone = (name: string) => longestPath({ StartAt: name, States: { [name]: stateOf(name) } }).seconds;

  /** The waits of a loop that doubles $.patience until it reaches the limit of its Choice. */
  function waitsOf(choice: string, patience: string): number[] {
    const pattern = new RegExp(`"\\$\\.patience\\.${patience}\\.seconds","NumericLessThan":(\\d+)`);
    const limit = Number(pattern.exec(JSON.stringify(stateOf(choice)))?.[1]);
    const first = Number(new RegExp(`"${patience}":{"seconds":(\\d+)}`).exec(JSON.stringify(definition))?.[1]);
    const waits: number[] = [];
    for (let seconds = first; seconds < limit; seconds *= 2) waits.push(seconds);
    return waits;
  }

  /** Seconds that all batches of the largest order take if each lasts as long as an Express execution can. */
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
          `APPROVAL_SECONDS in environments/order-life.ts by ${Math.ceil((needed - FULFILMENT_SECONDS) / 2)} s, or a ` +
          `wait in ${FILE}.`,
      );
    }
    // Both approvals and the delivery are on that path.
    expect(parts["the slowest path"]).toBeGreaterThan(2 * APPROVAL_SECONDS + DELIVERY_SECONDS);
  });
});
