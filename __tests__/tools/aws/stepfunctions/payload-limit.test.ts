import type { JsonObject } from "../../../../tools/support/json";
import { CALL, Lab, payload } from "./support/lab";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LIMIT = 262_144;

/** JSON text of exactly `bytes` bytes: a string in quotes, with a character of two bytes, so that characters are not bytes. */
function textOf(bytes: number): string {
  return `ü${"x".repeat(bytes - 4)}`;
}

const Catch = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.e", Next: "Caught" }];

function machine(state: JsonObject): JsonObject {
  return { StartAt: "S", States: { S: { End: true, ...state }, Caught: { Type: "Pass", End: true } } };
}

describe("the result of a task", () => {
  /** Bytes of a result around its payload. The metadata count, and have one length for every payload near the limit. */
  let around = 0;

  beforeAll(async () => {
    const respond = () => payload(textOf(LIMIT / 2));
    const { execution } = await new Lab(machine({ ...CALL, ResultPath: null }), { respond }).run();
    around = execution.run.largestPayload.bytes - LIMIT / 2;
    expect(around).toBeGreaterThan(800);
    expect(around).toBeLessThan(1_100);
  });

  test.each([
    [LIMIT - 1, "SUCCEEDED"],
    [LIMIT, "SUCCEEDED"],
    [LIMIT + 1, "FAILED"],
  ])("of %i bytes: %s", async (bytes, status) => {
    const respond = () => payload(textOf(bytes - around));
    const ended = await new Lab(machine({ ...CALL, ResultPath: null }), { respond }).run();
    expect(ended.status).toBe(status);
    if (status === "FAILED") expect(ended.error).toBe("States.DataLimitExceeded");
    expect(ended.execution.run.largestPayload).toEqual({ bytes, state: "S" });
  });

  test("that is too large can be caught at its state, and AWS names the service", async () => {
    const lab = new Lab(machine({ ...CALL, Catch }), { respond: () => payload(textOf(LIMIT)) });
    expect((await lab.run()).output).toEqual({
      e: {
        Error: "States.DataLimitExceeded",
        Cause:
          "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
      },
    });
  });
});

describe("what no Catch sees", () => {
  const half = textOf(LIMIT / 2);

  test("a result that fits until it is merged with the input", async () => {
    const lab = new Lab(machine({ ...CALL, ResultPath: "$.result", Catch }), { respond: () => payload(half) });
    const { status, error, cause } = await lab.run({ half });
    expect({ status, error }).toEqual({ status: "FAILED", error: "States.DataLimitExceeded" });
    expect(cause).toContain("'S'");
    expect(lab.calls).toHaveLength(1);
  });

  test("parameters that are too large: the service is not called", async () => {
    const Parameters = { FunctionName: "f", Payload: { "a.$": "$.half", "b.$": "$.half" } };
    const lab = new Lab(machine({ ...CALL, Parameters, Catch }));
    expect(await lab.run({ half })).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
    expect(lab.calls).toEqual([]);
  });

  test("the output of a Pass, and the results of a Map together", async () => {
    const Parameters = { "a.$": "$.half", "b.$": "$.half" };
    expect(await new Lab(machine({ Type: "Pass", Parameters })).run({ half })).toMatchObject({
      error: "States.DataLimitExceeded",
    });
    const ItemProcessor = {
      StartAt: "P",
      States: { P: { Type: "Pass", InputPath: "$$.Execution.Input.half", End: true } },
    };
    const map = { Type: "Map", ItemsPath: "$.items", ItemProcessor, Catch };
    expect(await new Lab(machine(map)).run({ half, items: [1, 2] })).toMatchObject({
      error: "States.DataLimitExceeded",
    });
    expect(await new Lab(machine(map)).run({ half, items: [1] })).toMatchObject({ status: "SUCCEEDED" });
  });
});

test("the largest payload of all executions is reported with its place", async () => {
  const lab = new Lab(machine({ Type: "Pass", Parameters: { "a.$": "$" } }));
  await lab.run("x".repeat(1_000));
  await lab.run("y");
  expect(lab.stepFunctions.largestPayload).toEqual({ bytes: 1_008, where: "lab/S" });
});
