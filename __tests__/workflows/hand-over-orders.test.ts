import type { JsonObject } from "../../tools/support/json";
import { waysNeverTaken } from "./support/ways";
import { refuses, type Script, World } from "./support/world";

const down = refuses("InternalServerError", "out of order");
const gone = refuses("ConditionalCheckFailedException");
const before = "2026-01-31T12:00:00.000Z";
const fresh = { isDone: false, hasFailed: false, failure: "none" };

const keyOf = (id: string) => ({ pk: { S: `ORDER#${id}` }, sk: { S: "ORDER" } });

/** One partition of the index, read from its beginning unless `from` says where. */
const input = (...partitions: object[]) => ({ before, partitions: partitions.length > 0 ? partitions : [one] });
const one = { key: "RECEIVED-1", ...fresh };

/** A page of the index; `last`: and there are more orders behind it. */
function page(ids: string[], last?: string): Script {
  const after: JsonObject = last === undefined ? {} : { LastEvaluatedKey: keyOf(last) };
  return () => ({ Items: ids.map(keyOf), Count: ids.length, ...after });
}

/** A time that is so many minutes from now. */
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

interface Waiting {
  readonly status?: string;
  /** Minutes from now. */
  readonly turns?: readonly number[];
  readonly until?: number;
  readonly lost?: number;
}

/** The record of an order that waits, as it is asked for: of its turns, only the next one. */
function waiting({ status = "RECEIVED", turns = [-1], until = 60, lost = 20_000 }: Waiting = {}): Script {
  const [turn] = turns;
  return (call) => ({
    Item: {
      orderId: { S: idOf(call) },
      status: { S: status },
      ...(turn === undefined ? {} : { handOverAt: { L: [{ S: inMinutes(turn) }] } }),
      handOverUntil: { S: inMinutes(until) },
      lostAfter: { S: inMinutes(lost) },
    },
  });
}

const idOf = (call: JsonObject) => String(Object(call.Key).pk.S).replace("ORDER#", "");

const world = (found: Script, ids = ["order-1"]) =>
  new World("hand-over-orders").on("find page", page(ids)).on("find waiting order", found);

/** What the run did after it had found the order. */
async function doneFor(found: Script, prepare = (aws: World) => aws) {
  const aws = prepare(world(found));
  const { status, output } = await aws.run(input());
  expect(status).toBe("SUCCEEDED");
  expect(output).toMatchObject({ isAnyLeft: false });
  return { aws, output, operations: aws.operations.slice(2) };
}

describe("an order whose turn has come", () => {
  test("is handed over, and its turn ends", async () => {
    const { aws, operations, output } = await doneFor(waiting({ turns: [-1, 60] }));
    expect(operations).toEqual(["fulfilment", "end turn"]);
    expect(aws.callsOf("fulfilment")).toEqual([
      { QueueUrl: "http://sqs/fulfilment", MessageBody: '{"orderId":"order-1"}' },
    ]);
    expect(aws.callsOf("find waiting order")[0]).toMatchObject({ Key: keyOf("order-1"), ConsistentRead: true });
    expect(aws.callsOf("end turn")[0]).toMatchObject({
      Key: keyOf("order-1"),
      UpdateExpression: "REMOVE handOverAt[0]",
      ConditionExpression: "#status = :received AND handOverAt[0] = :turn",
    });
    expect(output).toEqual({ partitions: [{ ...one, isDone: true }], isAnyLeft: false, hasFailed: false });
  });

  test("is handed over though another run ended the turn, or an execution claimed it", async () => {
    const { operations, output } = await doneFor(waiting(), (aws) => aws.on("end turn", gone));
    expect(operations).toEqual(["fulfilment", "end turn"]);
    expect(output).toMatchObject({ hasFailed: false });
  });

  test("one of many: all of the page are handed over", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `order-${index}`);
    const aws = world(waiting(), ids);
    await aws.run(input());
    const sent = aws.callsOf("fulfilment").map(({ MessageBody }) => JSON.parse(String(MessageBody)).orderId);
    expect(sent.sort()).toEqual(ids.sort());
  });
});

describe("an order that waits", () => {
  test.each([
    ["before its next turn", { turns: [1] }],
    ["after its last turn", { turns: [] }],
    ["with a turn left, when no hand-over is sent any more", { until: -1 }],
    ["for days after the last hand-over, one minute before it is lost", { turns: [], until: -20_000, lost: 1 }],
  ])("%s is left as it is", async (_when, order) => {
    expect((await doneFor(waiting(order))).operations).toEqual([]);
  });

  test.each([
    ["times, recorded before there were any", {}],
    ["a time of giving up", { handOverUntil: { S: inMinutes(-1) } }],
    ["a time until which it is handed over", { lostAfter: { S: inMinutes(-1) } }],
  ])("without %s, is handed over in each run and never given up", async (_what, times) => {
    const { operations } = await doneFor(() => ({
      Item: { orderId: { S: "order-1" }, status: { S: "RECEIVED" }, ...times },
    }));
    expect(operations).toEqual(["fulfilment"]);
  });
});

describe("an order that no hand-over can reach any more", () => {
  const lost = { turns: [0], until: -20_000, lost: -1 };

  test("is given up: first the letter, then the record", async () => {
    const { aws, operations } = await doneFor(waiting(lost));
    expect(operations).toEqual(["fulfilment-dlq", "give up"]);
    expect(JSON.parse(String(aws.callsOf("fulfilment-dlq")[0]?.MessageBody))).toMatchObject({
      workflow: "hand-over-orders",
      orderId: "order-1",
      outcome: { status: "FAILED", reason: "HAND_OVER_FAILED", step: "HandOver" },
    });
    expect(aws.callsOf("give up")[0]).toMatchObject({
      UpdateExpression: expect.stringMatching(/REMOVE pendingHandOver, handOverAt, handOverUntil, lostAfter$/),
      ConditionExpression:
        "(#status = :received AND lostAfter = :lostAfter) OR (#status = :failed AND reason = :reason)",
      ExpressionAttributeValues: { ":failed": { S: "FAILED" }, ":reason": { S: "HAND_OVER_FAILED" } },
    });
  });

  test("stays as it is when it was claimed or opened again meanwhile", async () => {
    const { aws, output } = await doneFor(waiting(lost), (prepared) => prepared.on("give up", gone));
    expect(aws.callsOf("give up")).toHaveLength(1);
    expect(output).toMatchObject({ hasFailed: false });
  });
});

test.each([
  ["was claimed", waiting({ status: "FULFILLING" })],
  ["is gone", () => ({})],
])("an order that the index still holds and that %s is left alone", async (_what, found) => {
  expect((await doneFor(found)).operations).toEqual([]);
});

describe("pages", () => {
  test("are read in each partition, from where the page before ended", async () => {
    const partitions = [
      { key: "RECEIVED", ...fresh },
      { key: "RECEIVED-1", ...fresh, from: keyOf("b") },
      { key: "RECEIVED-2", ...fresh, isDone: true, hasFailed: true, failure: "Lambda.Unknown" },
    ];
    const aws = new World("hand-over-orders")
      .on("find page", ({ ExclusiveStartKey }) => (ExclusiveStartKey ? page([])({}) : page(["a"], "a")({})))
      .on("find waiting order", waiting());
    const { output } = await aws.run(input(...partitions));
    expect(output).toEqual({
      partitions: [
        { key: "RECEIVED", ...fresh, from: keyOf("a") },
        { key: "RECEIVED-1", ...fresh, isDone: true },
        partitions[2],
      ],
      isAnyLeft: true,
      hasFailed: true,
    });
    const asked = aws.callsOf("find page").map(({ ExpressionAttributeValues: values, ExclusiveStartKey }) => ({
      values,
      ExclusiveStartKey,
    }));
    expect(asked).toHaveLength(2);
    expect(asked).toContainEqual({ values: { ":partition": { S: "RECEIVED" }, ":before": { S: before } } });
    expect(asked).toContainEqual({
      values: { ":partition": { S: "RECEIVED-1" }, ":before": { S: before } },
      ExclusiveStartKey: keyOf("b"),
    });
  });

  test.each([undefined, keyOf("b")])("that cannot be read (from %j) hold up no other partition", async (from) => {
    const aws = new World("hand-over-orders")
      .on("find page", (call) =>
        Object(call.ExpressionAttributeValues)[":partition"].S === "RECEIVED" ? down(call) : page(["a"])(call),
      )
      .on("find waiting order", waiting());
    const { status, output } = await aws.run(input({ key: "RECEIVED", ...fresh, from }, one));
    expect(status).toBe("SUCCEEDED");
    expect(output).toMatchObject({
      partitions: [
        { key: "RECEIVED", isDone: true, hasFailed: true, failure: expect.stringContaining("InternalServerError") },
        { key: "RECEIVED-1", isDone: true, hasFailed: false },
      ],
      hasFailed: true,
    });
    expect(aws.callsOf("fulfilment")).toHaveLength(1);
  });
});

const lost = waiting({ lost: -1 });
test.each([
  ["the table, to find an order", "find waiting order", waiting()],
  ["the queue", "fulfilment", waiting()],
  ["the table, to end a turn", "end turn", waiting()],
  ["the dead-letter queue", "fulfilment-dlq", lost],
  ["the table, to give up", "give up", lost],
])("%s, that stays down is noted after four tries, and holds up no other order", async (_what, operation, found) => {
  const ids = ["order-0", "order-1", "order-2"];
  const isOrder0 = (call: JsonObject) => JSON.stringify(call).includes("order-0");
  const aws = world(found, ids).on(operation, (call) => {
    if (isOrder0(call)) return down(call);
    return operation === "find waiting order" ? found(call) : {};
  });
  const { status, output } = await aws.run(input());
  expect(status).toBe("SUCCEEDED");
  expect(output).toMatchObject({
    partitions: [{ isDone: true, hasFailed: true, failure: expect.stringContaining("InternalServerError") }],
    hasFailed: true,
  });
  expect(aws.callsOf(operation).filter(isOrder0)).toHaveLength(4);
  const ended = aws.callsOf(found === lost ? "give up" : "fulfilment").filter((call) => !isOrder0(call));
  expect(ended).toHaveLength(2);
});

test("what a page of every partition leaves fits into a state many times over", async () => {
  const from = { ...keyOf("x".repeat(64)), pendingHandOver: { S: "RECEIVED-15" }, receivedAt: { S: before } };
  const partitions = Array.from({ length: 16 }, (_, index) => ({ key: `RECEIVED-${index}`, ...fresh, from }));
  const ids = Array.from({ length: 40 }, (_, index) => `${"x".repeat(62)}${index + 10}`);
  const aws = new World("hand-over-orders")
    .on("find page", (call) => ({ ...page(ids)(call), LastEvaluatedKey: from }))
    .on("find waiting order", down);
  await aws.run(input(...partitions));
  expect(aws.largestPayload).toBeLessThan(16_384);
});

test("every state was entered, by every way that leads to it", () => {
  expect(waysNeverTaken("hand-over-orders")).toEqual([]);
});
