import type { JsonObject } from "../../tools/local/aws";
import { child } from "./support/fulfilment";
import { waysNeverTaken } from "./support/ways";
import { machineArn, refuses, type Script, World } from "./support/world";

const input = { limitSeconds: 600 };
const down = refuses("InternalServerError", "out of order");
const keys = (...ids: string[]) => ids.map((id) => ({ pk: { S: `ORDER#${id}` }, sk: { S: "ORDER" } }));

/** A page of the index with these orders in it; `last`: and there are more behind it. */
function page(ids: string[], last?: string): Script {
  const after: JsonObject = last === undefined ? {} : { LastEvaluatedKey: { pk: { S: `ORDER#${last}` } } };
  return () => ({ Items: keys(...ids), Count: ids.length, ScannedCount: ids.length, ...after });
}

function world(...pages: Script[]) {
  return new World()
    .on("find page", ...pages)
    .on("hand-over-orders", child("SUCCEEDED", { outcomes: ["HANDED_OVER"] }));
}

function handedOver(aws: World) {
  return aws.callsOf("hand-over-orders").map((call) => JSON.parse(String(call.input)).Items);
}

test("the limit is waited out first, and then all that came before the wait is looked for", async () => {
  const waited: number[] = [];
  const aws = new World({
    waitMs: (seconds) => {
      waited.push(seconds);
      return 0;
    },
  }).on("find page", page([]));
  const execution = await aws.start("reconcile-orders", input);
  const { path } = await aws.finish(execution);
  expect(waited).toEqual([600]);
  expect(path.slice(0, 4)).toEqual(["IsContinuation", "WaitOutTheLimit", "Begin", "FindFirstPage"]);
  expect(aws.callsOf("find page")[0]).toEqual({
    TableName: "orders",
    IndexName: "pending-hand-over",
    Limit: 50,
    KeyConditionExpression: "pendingHandOver = :received AND receivedAt < :before",
    ExpressionAttributeValues: {
      ":received": { S: "RECEIVED" },
      ":before": { S: new Date(execution.startedAt).toISOString() },
    },
  });
});

describe("pages of the index", () => {
  test("without an order: nothing is handed over", async () => {
    const aws = world(page([]));
    const { status, path } = await aws.run("reconcile-orders", input);
    expect(status).toBe("SUCCEEDED");
    expect(path.at(-1)).toBe("AllHandedOver");
    expect(aws.callsOf("hand-over-orders")).toEqual([]);
  });

  test("one: its orders are handed over", async () => {
    const aws = world(page(["a", "b"]));
    expect((await aws.run("reconcile-orders", input)).status).toBe("SUCCEEDED");
    expect(handedOver(aws)).toEqual([keys("a", "b")]);
    expect(aws.callsOf("find page")).toHaveLength(1);
  });

  test("many, an empty one among them: each is read from where the one before ended", async () => {
    const aws = world(page(["a"], "a"), page([], "b"), page(["c"]));
    expect((await aws.run("reconcile-orders", input)).status).toBe("SUCCEEDED");
    expect(handedOver(aws)).toEqual([keys("a"), keys("c")]);
    expect(aws.callsOf("find page").map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([
      undefined,
      { pk: { S: "ORDER#a" } },
      { pk: { S: "ORDER#b" } },
    ]);
    const befores = aws.callsOf("find page").map(({ ExpressionAttributeValues }) => ExpressionAttributeValues);
    expect(new Set(befores.map((values) => JSON.stringify(values))).size).toBe(1);
  });

  test.each(["FAILED", "TIMED_OUT"])("one that ended %s does not hold up the ones behind it", async (ended) => {
    const aws = world(page(["a"], "a"), page(["b"])).on("hand-over-orders", child(ended));
    expect((await aws.run("reconcile-orders", input)).status).toBe("SUCCEEDED");
    expect(handedOver(aws)).toEqual([keys("a"), keys("b")]);
  });
});

describe("more pages than a history holds", () => {
  const before = "2026-01-31T12:00:00.000Z";
  const from = { pk: { S: "ORDER#x" } };

  test.each([
    [998, false],
    [999, true],
  ])("after %i pages and one more, anew: %s", async (pages, anew) => {
    const aws = world(page(["a"], "a"), page(["b"])).on("reconcile-orders", () => ({ executionArn: "arn" }));
    // World starts its executions by itself, so this script answers only what a state starts.
    const { status, path } = await aws.run("reconcile-orders", { before, from, pages });
    expect(status).toBe("SUCCEEDED");
    expect(path.includes("ContinueAnew")).toBe(anew);
    expect(aws.callsOf("reconcile-orders")).toHaveLength(anew ? 1 : 0);
    if (!anew) return;
    const [call] = aws.callsOf("reconcile-orders");
    expect(call?.stateMachineArn).toBe(`${machineArn("reconcile-orders")}:live`);
    expect(JSON.parse(String(call?.input))).toEqual({ before, from: { pk: { S: "ORDER#a" } }, pages: 0 });
  });

  test("the continuation waits no second time and begins behind the last page", async () => {
    const aws = world(page(["c"]));
    const { path } = await aws.run("reconcile-orders", { before, from, pages: 0 });
    expect(path.slice(0, 2)).toEqual(["IsContinuation", "FindNextPage"]);
    expect(aws.callsOf("find page")[0]).toMatchObject({
      ExclusiveStartKey: from,
      ExpressionAttributeValues: { ":before": { S: before } },
    });
  });

  test("that cannot be continued fails", async () => {
    const aws = world(page(["a"], "a")).on("reconcile-orders", down);
    expect(await aws.run("reconcile-orders", { before, from, pages: 999 })).toMatchObject({ error: "ReconcileFailed" });
    expect(aws.callsOf("reconcile-orders")).toHaveLength(6);
  });
});

describe("a dependency that stays down fails the execution", () => {
  test.each([
    ["the first page", [down], 6],
    ["the next page", [page(["a"], "a"), down], 7],
  ])("%s", async (_what, pages, calls) => {
    const aws = world(...pages);
    const { status, error, cause } = await aws.run("reconcile-orders", input);
    expect({ status, error }).toEqual({ status: "FAILED", error: "ReconcileFailed" });
    expect(cause).toContain("out of order");
    expect(aws.callsOf("find page")).toHaveLength(calls);
  });

  test("the hand-over of a page cannot be started", async () => {
    const aws = world(page(["a"])).on("hand-over-orders", down);
    expect(await aws.run("reconcile-orders", input)).toMatchObject({ error: "ReconcileFailed" });
    expect(aws.callsOf("hand-over-orders")).toHaveLength(5);
  });
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("reconcile-orders")).toEqual([]);
});
