import { HAND_OVER_PARTITIONS } from "../../functions/validate-order/hand-over-plan";
import { child } from "./support/fulfilment";
import { waysNeverTaken } from "./support/ways";
import { machineArn, refuses, type Script, World } from "./support/world";

const input = { limitSeconds: 600 };
const down = refuses("InternalServerError", "out of order");
const before = "2026-01-31T12:00:00.000Z";
const keys = ["RECEIVED", ...Array.from({ length: 15 }, (_, index) => `RECEIVED-${index + 1}`)];
const fresh = { isDone: false, hasFailed: false, failure: "none" };
const left: object[] = [{ key: "RECEIVED", ...fresh, from: { pk: { S: "ORDER#a" } } }];

/** A page of every partition was read. */
function read({ isAnyLeft = false, hasFailed = false, partitions = left } = {}): Script {
  return child("SUCCEEDED", { partitions, isAnyLeft, hasFailed });
}

const world = (...pages: Script[]) => new World("reconcile-orders").on("hand-over-orders", ...pages);

function inputsOfChild(aws: World) {
  return aws.callsOf("hand-over-orders").map((call) => JSON.parse(String(call.input)));
}

test("the limit is waited out first, and then all that came before the wait is looked for in every partition", async () => {
  const waited: number[] = [];
  const aws = new World("reconcile-orders", {
    waitMs: (seconds) => {
      waited.push(seconds);
      return 0;
    },
  }).on("hand-over-orders", read());
  const execution = await aws.start(input);
  const { status, path, transitions } = await aws.finish(execution);
  expect(status).toBe("SUCCEEDED");
  expect(waited).toEqual([600]);
  expect(path.slice(0, 4)).toEqual(["IsContinuation", "WaitOutTheLimit", "Begin", "HandOverPages"]);
  expect(inputsOfChild(aws)).toEqual([
    {
      before: new Date(execution.startedAt).toISOString(),
      pages: 0,
      partitions: keys.map((key) => ({ key, ...fresh })),
    },
  ]);
  // A run every five minutes that finds nothing costs 8 Standard transitions, whatever the number of partitions.
  expect(transitions).toBe(8);
});

describe("pages", () => {
  test("are read until none is left, each from where the one before ended", async () => {
    const aws = world(read({ isAnyLeft: true }), read());
    const { status, path } = await aws.run(input);
    expect(status).toBe("SUCCEEDED");
    expect(path.at(-1)).toBe("AllHandedOver");
    const [first, second] = inputsOfChild(aws);
    expect(second).toEqual({ before: first.before, pages: 1, partitions: left });
  });

  test("with an order that could not be handed over hold up none behind it, and fail the execution at its end", async () => {
    const partitions = [{ ...left[0], hasFailed: true, failure: "SQS.Down" }];
    const aws = world(read({ isAnyLeft: true, hasFailed: true }), read({ hasFailed: true, partitions }));
    const { status, error, cause } = await aws.run(input);
    expect({ status, error }).toEqual({ status: "FAILED", error: "OrdersNotHandedOver" });
    expect(cause).toContain("SQS.Down");
    expect(inputsOfChild(aws)).toHaveLength(2);
  });

  test.each(["FAILED", "TIMED_OUT"])("that end %s fail the execution, which names the child", async (ended) => {
    const { error, cause } = await world(child(ended)).run(input);
    expect(error).toBe("ReconcileFailed");
    expect(JSON.parse(String(cause))).toEqual({ execution: expect.stringContaining("arn:"), status: ended });
  });

  test("that cannot be asked for fail the execution", async () => {
    const aws = world(down);
    expect(await aws.run(input)).toMatchObject({ error: "ReconcileFailed" });
    expect(aws.callsOf("hand-over-orders")).toHaveLength(5);
  });
});

describe("more pages than a history holds", () => {
  test.each([
    [998, false],
    [999, true],
  ])("after %i pages and one more, anew: %s", async (pages, anew) => {
    // World starts its executions by itself, so this script answers only what a state starts.
    const aws = world(read({ isAnyLeft: true }), read()).on("reconcile-orders", () => ({ executionArn: "arn" }));
    const { status, path } = await aws.run({ before, pages, partitions: left });
    expect(status).toBe("SUCCEEDED");
    expect(path.slice(0, 2)).toEqual(["IsContinuation", "HandOverPages"]);
    expect(path.includes("ContinueAnew")).toBe(anew);
    if (!anew) return expect(aws.callsOf("reconcile-orders")).toEqual([]);
    const [call] = aws.callsOf("reconcile-orders");
    expect(call?.stateMachineArn).toBe(`${machineArn("reconcile-orders")}:live`);
    expect(JSON.parse(String(call?.input))).toEqual({ before, pages: 0, partitions: left });
  });

  test("that cannot be continued fails", async () => {
    const aws = world(read({ isAnyLeft: true })).on("reconcile-orders", down);
    const run = { before, pages: 999, partitions: left };
    expect(await aws.run(run)).toMatchObject({ error: "ReconcileFailed" });
    expect(aws.callsOf("reconcile-orders")).toHaveLength(6);
  });
});

test("every partition that intake writes is read", () => {
  // Beside RECEIVED, of orders that were recorded before there were others, or that a person opened again.
  expect(keys).toHaveLength(1 + HAND_OVER_PARTITIONS);
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("reconcile-orders")).toEqual([]);
});
