import type { JsonObject, JsonValue } from "../../../../tools/support/json";
import { children, ECHO, holding, machine, numbers, READER } from "./support/distributed";
import { CALL, failing, Lab, MACHINE, payload, type Responder } from "./support/lab";

describe("items", () => {
  test("of the input each have an execution of their own, and the outputs come in their order", async () => {
    const lab = new Lab(machine({ ItemsPath: "$.list" }));
    expect((await lab.run({ list: ["a", "b", "c"] })).output).toEqual(["a", "b", "c"]);
    expect(children(lab).map(({ start }) => start.input)).toEqual(["a", "b", "c"]);
    for (const { start, status, run } of children(lab)) {
      expect(start.arn).toMatch(/^arn:aws:states:eu-central-1:123456789012:express:lab\/Each:[\w-]+:[\w-]+$/);
      expect(start.machine.arn).toBe(`${MACHINE}/Each`);
      expect(status).toBe("SUCCEEDED");
      expect(run.history.events.map(({ type }) => type)).toEqual([
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
      ]);
    }
  });

  test("of a Standard processor have executions that the API describes", async () => {
    const lab = new Lab(machine({}, ECHO, { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }));
    await lab.run([1]);
    const [child] = children(lab);
    expect(child?.start.arn).toMatch(/:execution:lab\/Each:[\w-]+$/);
    expect(await lab.call("DescribeExecution", { executionArn: child?.start.arn ?? "" })).toMatchObject({
      input: "1",
      output: "1",
    });
  });

  test("are selected with their index, value and the Map's own input", async () => {
    const ItemSelector = {
      "i.$": "$$.Map.Item.Index",
      "v.$": "$$.Map.Item.Value",
      "all.$": "$.name",
      "id.$": "$$.Execution.Id",
    };
    const lab = new Lab(machine({ ItemsPath: "$.list", ItemSelector }));
    const { output, execution } = await lab.run({ list: ["a", "b"], name: "n" });
    const id = execution.start.arn;
    expect(output).toEqual([
      { i: 0, v: "a", all: "n", id },
      { i: 1, v: "b", all: "n", id },
    ]);
  });

  test("without one there is no child, and an empty result", async () => {
    const lab = new Lab(machine({}));
    expect((await lab.run([])).output).toEqual([]);
    expect(children(lab)).toEqual([]);
  });

  test("that are not a list end the execution", async () => {
    expect(await new Lab(machine({})).run({ a: 1 })).toMatchObject({ error: "States.Runtime" });
  });

  test("a child finds itself and its machine in the context object", async () => {
    const P = { Type: "Pass", Parameters: { "id.$": "$$.Execution.Id", "machine.$": "$$.StateMachine.Id" }, End: true };
    const lab = new Lab(machine({}, { P }));
    const { output } = await lab.run([1]);
    expect(output).toEqual([{ id: children(lab)[0]?.start.arn, machine: `${MACHINE}/Each` }]);
  });
});

describe("how many run at once", () => {
  test.each([
    [3, 3],
    [0, 50],
  ])("MaxConcurrency %i of 50: %i", async (MaxConcurrency, expected) => {
    let running = 0;
    let most = 0;
    const respond = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return payload({});
    };
    const lab = new Lab(machine({ MaxConcurrency }, { C: { ...CALL, End: true } }), { respond });
    await lab.run(numbers(50));
    expect(most).toBe(expected);
    expect(lab.stepFunctions.busy).toBe(0);
  });

  test("a stop of the execution stops its children", async () => {
    const lab = new Lab(machine({}, { C: { ...CALL, End: true } }), { respond: () => new Promise(() => {}) });
    const execution = await lab.start([1, 2]);
    await new Promise(setImmediate);
    await lab.call("StopExecution", { executionArn: execution.start.arn });
    await execution.done;
    expect(children(lab).map(({ status }) => status)).toEqual(["ABORTED", "ABORTED"]);
    expect(lab.stepFunctions.running).toBe(0);
  });
});

describe("children that fail", () => {
  const odd: Responder = ({ input }) => (Number(input.Payload) % 2 ? failing("Odd") : payload(Number(input.Payload)));
  const states = { C: { ...CALL, OutputPath: "$.Payload", End: true } };
  const Catch = [{ ErrorEquals: ["States.ExceedToleratedFailureThreshold"], Next: "Caught" }];

  async function statusOf(map: JsonObject, count = 10) {
    const { status, output, error } = await new Lab(machine(map, states), { respond: odd }).run(numbers(count));
    return { status, output, error };
  }

  test("fail the Map, which can be caught", async () => {
    expect(await statusOf({})).toMatchObject({ error: "States.ExceedToleratedFailureThreshold" });
    expect(await statusOf({ Catch })).toEqual({
      status: "SUCCEEDED",
      output: {
        Error: "States.ExceedToleratedFailureThreshold",
        Cause: "The specified tolerated failure threshold was exceeded",
      },
      error: undefined,
    });
  });

  test.each([
    [{ ToleratedFailureCount: 4 }, "FAILED"],
    [{ ToleratedFailureCount: 5 }, "SUCCEEDED"],
    [{ ToleratedFailurePercentage: 49 }, "FAILED"],
    [{ ToleratedFailurePercentage: 50 }, "SUCCEEDED"],
    [{ ToleratedFailurePercentage: 50, ToleratedFailureCount: 4 }, "FAILED"],
    [{ ToleratedFailurePercentage: 49, ToleratedFailureCount: 5 }, "FAILED"],
  ])("5 of 10, %j: %s, with the outputs of the others", async (tolerated, status) => {
    const ended = await statusOf(tolerated);
    expect(ended.status).toBe(status);
    if (status === "SUCCEEDED") expect(ended.output).toEqual([0, 2, 4, 6, 8]);
  });

  test("count with all the items of their batch", async () => {
    const ItemBatcher = { MaxItemsPerBatch: 3 };
    const respond = () => failing("E");
    const run = (ToleratedFailureCount: number) =>
      new Lab(machine({ ItemBatcher, ToleratedFailureCount }, states), { respond }).run(numbers(4));
    expect((await run(3)).status).toBe("FAILED");
    expect((await run(4)).status).toBe("SUCCEEDED");
  });

  test("stop those that run, and those that wait do not begin", async () => {
    const respond: Responder = ({ input }) =>
      input.Payload === "0" ? failing("E") : new Promise<JsonObject>(() => {});
    const lab = new Lab(machine({ MaxConcurrency: 3 }, states), { respond });
    expect((await lab.run(numbers(9))).status).toBe("FAILED");
    expect(children(lab).map(({ status }) => status)).toEqual(["FAILED", "ABORTED", "ABORTED"]);
  });
});

// Shapes and order as AWS answered them: recordings of LocalStack's tests against AWS, tests/aws/services/stepfunctions.
describe("the history of the parent", () => {
  async function eventsOf(map: JsonObject, input: JsonValue, states: JsonObject = ECHO, respond?: Responder) {
    const lab = new Lab(machine(map, states), respond && { respond });
    const { execution } = await lab.run(input);
    return execution.events();
  }
  const outline = (events: readonly JsonObject[]) =>
    events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);

  test("has the Map run and none of the children's events", async () => {
    const events = await eventsOf({}, [1, 2]);
    expect(outline(events)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 MapStateEntered",
      "3<2 MapStateStarted",
      "4<3 MapRunStarted",
      "5<4 MapRunSucceeded",
      "6<5 MapStateSucceeded",
      "7<5 MapStateExited",
      "8<7 ExecutionSucceeded",
    ]);
    expect(events[2]?.mapStateStartedEventDetails).toEqual({ length: 2 });
    expect(events[3]?.mapRunStartedEventDetails).toEqual({
      mapRunArn: expect.stringMatching(/^arn:aws:states:eu-central-1:123456789012:mapRun:lab\/Each:[\w-]{36}$/),
    });
  });

  test.each([
    ["the reader", { ItemReader: READER }, ECHO, { bucket: "b" }, 0, "States.ItemReaderFailed"],
    ["a child", {}, { F: { Type: "Fail" } }, [1], 1, "States.ExceedToleratedFailureThreshold"],
  ])("has why it failed: %s", async (_what, map, states, input, length, error) => {
    const events = await eventsOf(map, input, states, holding("{}"));
    expect(outline(events).slice(2)).toEqual([
      "3<2 MapStateStarted",
      "4<3 MapRunStarted",
      "5<4 MapRunFailed",
      "6<5 MapStateFailed",
      "7<6 ExecutionFailed",
    ]);
    expect(events[2]?.mapStateStartedEventDetails).toEqual({ length });
    expect(events[4]?.mapRunFailedEventDetails).toEqual({ error, cause: expect.any(String) });
    expect(events[6]?.executionFailedEventDetails).toEqual(events[4]?.mapRunFailedEventDetails);
  });

  test("has only the execution's own failure where the definition cannot be done with its data", async () => {
    const events = await eventsOf({ ItemReader: READER }, { noBucket: "b" });
    expect(outline(events).slice(3)).toEqual(["4<3 MapRunStarted", "5<4 ExecutionFailed"]);
  });
});

describe("refuses what the local run does not support when the machine is loaded", () => {
  test.each([
    [machine({ ItemReader: { ...READER, ReaderConfig: { InputType: "CSV" } } }), "InputType"],
    [machine({ ItemReader: { ...READER, Resource: "arn:aws:states:::s3:listObjectsV2" } }), "Resource"],
    [machine({ ResultWriter: {} }), "ResultWriter"],
    [machine({}, ECHO, { Mode: "DISTRIBUTED" }), "ExecutionType"],
    [machine({ ItemBatcher: { MaxItemsPerBatch: 1 } }, ECHO, { Mode: "INLINE" }), "An inline Map has no"],
    [
      machine({}, { C: { ...CALL, Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken", End: true } }),
      "an Express workflow cannot wait",
    ],
  ])("%#", (definition, message) => {
    expect(() => new Lab(definition)).toThrow(message);
  });
});
