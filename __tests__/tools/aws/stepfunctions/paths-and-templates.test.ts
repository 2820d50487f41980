import type { JsonObject, JsonValue } from "../../../../tools/support/json";
import { CALL, evaluate, outputOf, runState } from "./support/lab";

describe("paths", () => {
  const input = {
    a: { b: [10, 20, 30], "odd name": 1 },
    list: [{ x: 1 }, { x: 2 }, { y: 3 }],
    'Test\\""Name"': "v",
    zero: 0,
    nothing: null,
    empty: "",
  };

  test.each([
    ["$", input],
    ["$.a.b[0]", 10],
    ["$.a.b[-1]", 30],
    ["$['a']['odd name']", 1],
    // test_base_scenarios, test_escape_sequence_parsing: the backslash lets a quote follow and belongs to the name.
    [`$['Test\\""Name"']`, "v"],
    ["$.zero", 0],
    ["$.nothing", null],
    ["$.empty", ""],
    ["$.list[*].x", [1, 2]],
    ["$..x", [1, 2]],
    ["$..y", [3]],
    ["$.a.b[1:]", [20, 30]],
    ["$.a.b[:1]", [10]],
    ["$.a.*", [[10, 20, 30], 1]],
    ["$.list[*].none", []],
    ["$$.Execution.Input.a.b[2]", 30],
    ["$$.StateMachine.Name", "lab"],
    ["$$.State.Name", "S"],
  ])("%s", async (path, expected) => {
    expect(await evaluate(path, input)).toEqual(expected);
  });

  // test_context_object, test_input_path: recorded of a Pass by LocalStack's tests against AWS. A Map has the count:
  // test_state_configuration, test_map_state_failure_count.
  test("only a state that can have a Retry has RetryCount in its context", async () => {
    const pass = { Type: "Pass", InputPath: "$$.State", End: true };
    expect(await outputOf(pass)).toEqual({ Name: "S", EnteredTime: expect.any(String) });
    const Parameters = { "state.$": "$$.State" };
    const ItemProcessor = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
    const map = { Type: "Map", ItemProcessor, ItemSelector: Parameters };
    expect(await outputOf(map, [1])).toEqual([{ state: expect.objectContaining({ RetryCount: 0 }) }]);
    const Branches = [{ StartAt: "P", States: { P: { Type: "Pass", End: true } } }];
    expect(await outputOf({ Type: "Parallel", Branches, Parameters })).toEqual([
      { state: expect.objectContaining({ RetryCount: 0 }) },
    ]);
  });

  test("an array as the execution's input is read by index from the context too", async () => {
    expect(await evaluate("$$.Execution.Input[0].orderId", [{ orderId: "o" }])).toBe("o");
  });

  test.each(["$.none", "$.a.b[3]", "$.a.b.c", "$$.Task.Token", "$.constructor", "$.__proto__"])(
    "%s leads nowhere: States.Runtime, which no Catch sees",
    async (path) => {
      const { status, error, cause } = await runState({ Type: "Pass", Parameters: { "value.$": path } }, input);
      expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
      expect(cause).toMatch(
        `An error occurred while executing the state 'S' (entered at the event id #2). The JSONPath '${path}' specified for the field 'value.$' could not be found in the input`,
      );
    },
  );

  test.each(["$.list[?(@.x==1)]", "$.a[0,1]", "$.a b", "a.b"])(
    "%s is refused when the machine is loaded",
    async (path) => {
      expect(() => evaluateNow(path)).toThrow(/lab-stack, aws_sfn_state_machine.lab: .*State "S"/);
    },
  );

  function evaluateNow(path: string) {
    return runState({ Type: "Pass", InputPath: path });
  }
});

describe("templates", () => {
  test("replace what ends in .$ at any depth, in arrays too, and leave the rest", async () => {
    const Parameters = {
      fixed: { "no path": "$.x" },
      list: [{ "x.$": "$.x" }, 5],
      deep: { "er.$": "$$.Execution.Input.x" },
    };
    expect(await outputOf({ Type: "Pass", Parameters }, { x: 7 })).toEqual({
      fixed: { "no path": "$.x" },
      list: [{ x: 7 }, 5],
      deep: { er: 7 },
    });
  });

  test("do not change the input, which later states still read", async () => {
    const Parameters = { "merged.$": "States.JsonMerge($.a, $.b, false)", "a.$": "$.a" };
    expect(await outputOf({ Type: "Pass", Parameters }, { a: { x: 1 }, b: { x: 2, y: 3 } })).toEqual({
      merged: { x: 2, y: 3 },
      a: { x: 1 },
    });
  });
});

describe("InputPath and OutputPath", () => {
  test("null gives an empty object", async () => {
    expect(await outputOf({ Type: "Pass", InputPath: null }, { x: 1 })).toEqual({});
    expect(await outputOf({ Type: "Pass", OutputPath: null }, { x: 1 })).toEqual({});
  });

  test("pick a part", async () => {
    expect(await outputOf({ Type: "Pass", InputPath: "$.a" }, { a: { x: 1 } })).toEqual({ x: 1 });
    expect(await outputOf({ Type: "Pass", OutputPath: "$.a" }, { a: { x: 1 } })).toEqual({ x: 1 });
  });

  // Recorded by LocalStack's tests against AWS: test_base_scenarios, test_invalid_jsonpath and test_catch_states_runtime.
  test.each([
    [{ Type: "Pass", InputPath: "$.No" }, "Invalid path '$.No' : No results for path: $['No']"],
    [{ Type: "Pass", OutputPath: "$.No" }, "Invalid path '$.No' : No results for path: $['No']"],
    [{ Type: "Pass", InputPath: "$.no.such.path" }, "Invalid path '$.no.such.path' : Missing property in path $['no']"],
    [{ Type: "Pass", InputPath: "$.a.no.b" }, "Invalid path '$.a.no.b' : Missing property in path $['a']['no']"],
    [{ ...CALL, TimeoutSecondsPath: "$.No" }, "Invalid path '$.No' : No results for path: $['No']"],
  ])("%j names the property that is missing", async (state, cause) => {
    expect(await runState(state, { a: {} })).toMatchObject({
      error: "States.Runtime",
      cause: `An error occurred while executing the state 'S' (entered at the event id #2). ${cause}`,
    });
  });
});

describe("ResultPath", () => {
  const pass = (ResultPath: string | null | undefined, Result: JsonValue = "r"): JsonObject => ({
    Type: "Pass",
    Result,
    ...(ResultPath !== undefined && { ResultPath }),
  });

  test.each([
    ["left out", undefined, "r"],
    ["$", "$", "r"],
    ["null", null, { a: 1 }],
    ["a new field", "$.b", { a: 1, b: "r" }],
    ["a field that is there", "$.a", { a: "r" }],
    ["new objects on the way", "$.b.c.d", { a: 1, b: { c: { d: "r" } } }],
  ])("%s", async (_what, path, expected) => {
    expect(await outputOf(pass(path), { a: 1 })).toEqual(expected);
  });

  test.each([false, 0, "", null])("a Result of %p is a result", async (result) => {
    expect(await outputOf(pass(undefined, result), { a: 1 })).toEqual(result);
    expect(await outputOf(pass("$.b", result), { a: 1 })).toEqual({ a: 1, b: result });
  });

  test("replaces an element of an array", async () => {
    expect(await outputOf(pass("$.l[1]"), { l: [1, 2, 3] })).toEqual({ l: [1, "r", 3] });
  });

  test.each([
    ["an array as input", "$.b", [1]],
    ["a text on the way", "$.a.b", { a: "text" }],
    ["an element that is not there", "$.l[1]", { l: [1] }],
  ])("%s is States.ResultPathMatchFailure", async (_what, path, input) => {
    expect(await runState(pass(path), input)).toMatchObject({
      status: "FAILED",
      error: "States.ResultPathMatchFailure",
    });
  });
});
