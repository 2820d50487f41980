import { AwsError } from "../../../../tools/aws/aws";
import type { JsonObject, JsonValue } from "../../../../tools/support/json";
import { holding, machine, numbers, READER } from "./support/distributed";
import { Lab, ROLE } from "./support/lab";

describe("the reader", () => {
  test("reads a JSON array of an object with the role of the machine, however large it is", async () => {
    const items = numbers(20_000).map((index) => `item number ${index}, and some text behind it`);
    const text = JSON.stringify(items);
    expect(text.length).toBeGreaterThan(2 * 262_144);
    const ItemBatcher = { MaxItemsPerBatch: 1_000 };
    const ResultSelector = { "batches.$": "States.ArrayLength($)" };
    const states = { P: { Type: "Pass", Result: 1, End: true } };
    const lab = new Lab(machine({ ItemReader: READER, ItemBatcher, ResultSelector }, states), {
      respond: holding(text),
    });
    const { output, execution } = await lab.run({ bucket: "b" });
    expect(output).toEqual({ batches: 20 });
    expect(lab.calls).toMatchObject([
      {
        service: "s3",
        action: "GetObject",
        input: { Bucket: "b", Key: "k" },
        principal: { arn: ROLE, actor: "lab/M" },
      },
    ]);
    expect(execution.run.largestPayload.bytes).toBeLessThan(262_144);
  });

  test("reads no more than MaxItems", async () => {
    const ItemReader = { ...READER, ReaderConfig: { InputType: "JSON", MaxItems: 2 } };
    expect(
      (await new Lab(machine({ ItemReader }), { respond: holding("[1,2,3]") }).run({ bucket: "b" })).output,
    ).toEqual([1, 2]);
  });

  test.each([
    [
      "no such object",
      () => {
        throw new AwsError("NoSuchKey", "The key is not there.", 404);
      },
      "The key is not there.",
    ],
    ["no JSON", holding("[1,"), "The object k of the bucket b is not JSON"],
    ["an empty object", holding(""), "is not JSON"],
    ["no list", holding('{"a":[]}'), "Attempting to map over non-iterable node."],
  ])("that finds %s fails with States.ItemReaderFailed, after its retries", async (_what, respond, cause) => {
    const Retry = [{ ErrorEquals: ["States.ItemReaderFailed"], MaxAttempts: 2 }];
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
    const lab = new Lab(machine({ ItemReader: READER, Retry, Catch }), { respond });
    expect((await lab.run({ bucket: "b" })).output).toEqual({
      Error: "States.ItemReaderFailed",
      Cause: expect.stringContaining(cause),
    });
    expect(lab.calls).toHaveLength(3);
  });
});

describe("batches", () => {
  async function batchesOf(items: JsonValue, ItemBatcher: JsonObject, more: JsonObject = {}) {
    const lab = new Lab(machine({ ItemsPath: "$.items", ItemBatcher, ...more }));
    const { output } = await lab.run({ items, name: "n" });
    return output;
  }

  test.each([
    [5, [[0, 1], [2, 3], [4]]],
    [
      4,
      [
        [0, 1],
        [2, 3],
      ],
    ],
    [1, [[0]]],
  ])("%i items, two a batch", async (count, batches) => {
    expect(await batchesOf(numbers(count), { MaxItemsPerBatch: 2 })).toEqual(batches.map((Items) => ({ Items })));
  });

  test("have a BatchInput, which is read from the Map's input", async () => {
    const BatchInput = { "name.$": "$.name", fixed: 1 };
    expect(await batchesOf([1], { MaxItemsPerBatch: 2, BatchInput })).toEqual([
      { BatchInput: { name: "n", fixed: 1 }, Items: [1] },
    ]);
  });

  test("hold what the selector made", async () => {
    const more = { ItemSelector: { "v.$": "$$.Map.Item.Value" } };
    expect(await batchesOf([1, 2], { MaxItemsPerBatch: 2 }, more)).toEqual([{ Items: [{ v: 1 }, { v: 2 }] }]);
  });

  const two = JSON.stringify({ Items: ["ü", "b"] });
  test.each([
    [Buffer.byteLength(two) - 1, 2],
    [Buffer.byteLength(two), 1],
    [Buffer.byteLength(two) + 1, 1],
  ])("of at most %i bytes: %i of them", async (MaxInputBytesPerBatch, count) => {
    expect(await batchesOf(["ü", "b"], { MaxInputBytesPerBatch })).toHaveLength(count);
  });

  test("have an item each even if that alone is larger", async () => {
    expect(await batchesOf(["aaaa", "b"], { MaxInputBytesPerBatch: 1 })).toHaveLength(2);
  });

  test("without a limit of their own keep to what a state may have", async () => {
    const items = numbers(3).map(() => "x".repeat(100_000));
    const states = { P: { Type: "Pass", Result: 1, End: true } };
    const lab = new Lab(machine({ ItemBatcher: { BatchInput: {} }, ItemsPath: "$", ItemReader: READER }, states), {
      respond: holding(JSON.stringify(items)),
    });
    expect((await lab.run({ bucket: "b" })).output).toEqual([1, 1]);
  });

  test("an item that no state may have ends the execution", async () => {
    const respond = holding(JSON.stringify(["x".repeat(262_144)]));
    expect(await new Lab(machine({ ItemReader: READER }), { respond }).run({ bucket: "b" })).toMatchObject({
      error: "States.DataLimitExceeded",
    });
  });
});
