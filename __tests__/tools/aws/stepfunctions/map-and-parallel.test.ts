import type { JsonObject, JsonValue } from "../../../../tools/support/json";
import { CALL, failing, Lab, payload, type Responder } from "./support/lab";

function map(fields: JsonObject, states: JsonObject, startAt = "T"): JsonObject {
  return {
    StartAt: "M",
    States: {
      M: { Type: "Map", ItemProcessor: { StartAt: startAt, States: states }, End: true, ...fields },
      Caught: { Type: "Pass", End: true },
    },
  };
}

/** A function that answers its own payload, once the event loop has turned. */
const echo: Responder = async ({ input }) => {
  await new Promise(setImmediate);
  return payload(JSON.parse(String(input.Payload)));
};
const task = { T: { ...CALL, OutputPath: "$.Payload", End: true } };

describe("Map", () => {
  test("gives the results in the order of the items, whichever ends first", async () => {
    const turns: Responder = async ({ input }) => {
      const value: JsonValue = JSON.parse(String(input.Payload));
      for (let left = 5 - Number(value); left > 0; left -= 1) await new Promise(setImmediate);
      return payload(value);
    };
    expect((await new Lab(map({}, task), { respond: turns }).run([1, 2, 3, 4])).output).toEqual([1, 2, 3, 4]);
  });

  test("ItemSelector sees its own item at any concurrency", async () => {
    const ItemSelector = {
      "value.$": "$$.Map.Item.Value",
      "index.$": "$$.Map.Item.Index",
      "common.$": "$.common",
      "text.$": "States.Format('{}', $$.Map.Item.Value)",
    };
    const items = Array.from({ length: 50 }, (_, index) => index * 2);
    const lab = new Lab(map({ ItemsPath: "$.items", ItemSelector, MaxConcurrency: 7 }, task), { respond: echo });
    const { output } = await lab.run({ items, common: "c" });
    expect(output).toEqual(items.map((value, index) => ({ value, index, common: "c", text: String(value) })));
  });

  test("states within see the item, and the execution's own input and start time", async () => {
    const T = {
      Type: "Pass",
      Parameters: {
        "item.$": "$$.Map.Item.Value",
        "input.$": "$$.Execution.Input.items",
        "start.$": "$$.Execution.StartTime",
        "id.$": "$$.Execution.Id",
      },
      End: true,
    };
    const { output, execution } = await new Lab(map({ ItemsPath: "$.items" }, { T })).run({ items: ["a", "b"] });
    const start = new Date(execution.startedAt).toISOString();
    const id = execution.start.arn;
    expect(output).toEqual(["a", "b"].map((item) => ({ item, input: ["a", "b"], start, id })));
  });

  test.each([
    [1, 1],
    [3, 3],
    [0, 40],
  ])("MaxConcurrency %i runs %i at once", async (MaxConcurrency, expected) => {
    let running = 0;
    let most = 0;
    const respond: Responder = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return payload(1);
    };
    await new Lab(map({ MaxConcurrency }, task), { respond }).run(Array(100).fill(1));
    expect(most).toBe(expected);
  });

  test("of nothing gives nothing", async () => {
    expect((await new Lab(map({}, task)).run([])).output).toEqual([]);
  });

  test("of a value that is not an array is States.Runtime", async () => {
    expect(await new Lab(map({}, task)).run({})).toMatchObject({ error: "States.Runtime" });
  });

  test("ResultSelector and ResultPath apply to the whole result", async () => {
    const fields = { ItemsPath: "$.items", ResultSelector: { "n.$": "States.ArrayLength($)" }, ResultPath: "$.result" };
    const { output } = await new Lab(map(fields, task), { respond: echo }).run({ items: [1, 2] });
    expect(output).toEqual({ items: [1, 2], result: { n: 2 } });
  });

  test("fails with the error of the item that failed, and starts no further one", async () => {
    const fail: Responder = ({ input }) => (input.Payload === "3" ? failing("Third") : payload(1));
    const lab = new Lab(map({ MaxConcurrency: 1 }, task), { respond: fail });
    expect(await lab.run([1, 2, 3, 4, 5])).toMatchObject({ status: "FAILED", error: "Third" });
    expect(lab.calls).toHaveLength(3);
  });

  test("an inner Fail state is caught with its own name and cause; the other items are stopped", async () => {
    const states = {
      C: { Type: "Choice", Choices: [{ Variable: "$", NumericEquals: 1, Next: "F" }], Default: "W" },
      F: { Type: "Fail", Error: "Inner", Cause: "why" },
      W: { Type: "Wait", Seconds: 60, End: true },
    };
    const Catch = [{ ErrorEquals: ["Inner"], Next: "Caught" }];
    const pace = { waitMs: () => 60_000, timeoutMs: (seconds: number) => seconds * 1000 };
    const { output, execution } = await new Lab(map({ Catch }, states, "C"), { pace }).run([0, 1, 2]);
    expect(output).toEqual({ Error: "Inner", Cause: "why" });
    const types = execution.events().map(({ type }) => type);
    expect(types.filter((type) => type === "MapIterationAborted")).toHaveLength(2);
    expect(types.indexOf("MapStateFailed")).toBeGreaterThan(types.lastIndexOf("MapIterationAborted"));
  });

  test("a Runtime error within is not caught without", async () => {
    const T = { Type: "Pass", InputPath: "$.none", End: true };
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
    const { status, error, cause } = await new Lab(map({ Catch }, { T })).run([{}]);
    expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
    expect(cause).toMatch(/^An error occurred while executing the state 'T' .*Invalid path '\$\.none'/);
    expect(cause).not.toMatch(/state 'M'/);
  });

  test("is retried whole", async () => {
    let failures = 1;
    const respond: Responder = () => (failures-- > 0 ? failing("E") : payload(1));
    const lab = new Lab(map({ Retry: [{ ErrorEquals: ["E"] }], MaxConcurrency: 1 }, task), { respond });
    expect((await lab.run([1, 2])).status).toBe("SUCCEEDED");
    expect(lab.calls).toHaveLength(3);
  });

  test("within a Map has its own item", async () => {
    const inner = {
      Type: "Map",
      ItemSelector: { "inner.$": "$$.Map.Item.Value" },
      ItemProcessor: { StartAt: "P", States: { P: { Type: "Pass", End: true } } },
      End: true,
    };
    const { output } = await new Lab(map({}, { T: inner })).run([[1, 2], [3]]);
    expect(output).toEqual([[{ inner: 1 }, { inner: 2 }], [{ inner: 3 }]]);
  });
});

describe("Parallel", () => {
  const branch = (state: JsonObject) => ({ StartAt: "B", States: { B: state } });
  const parallel = (branches: JsonObject[], fields: JsonObject = {}): JsonObject => ({
    StartAt: "P",
    States: { P: { Type: "Parallel", Branches: branches, End: true, ...fields }, Caught: { Type: "Pass", End: true } },
  });

  test("gives every branch the same input and their outputs in order", async () => {
    const branches = [branch({ ...CALL, OutputPath: "$.Payload", End: true }), branch({ Type: "Pass", End: true })];
    const lab = new Lab(parallel(branches, { ResultPath: "$.both" }), { respond: echo });
    expect((await lab.run({ a: 1 })).output).toEqual({ a: 1, both: [{ a: 1 }, { a: 1 }] });
  });

  test("fails with the first branch that fails, and stops the others", async () => {
    const branches = [
      branch({ Type: "Wait", Seconds: 60, End: true }),
      branch({ Type: "Fail", Error: "E", Cause: "c" }),
    ];
    const pace = { waitMs: () => 60_000, timeoutMs: (seconds: number) => seconds * 1000 };
    const Catch = [{ ErrorEquals: ["E"], Next: "Caught", ResultPath: "$.e" }];
    const { output } = await new Lab(parallel(branches, { Catch }), { pace }).run({ a: 1 });
    expect(output).toEqual({ a: 1, e: { Error: "E", Cause: "c" } });
  });
});
