import type { JsonObject, JsonValue } from "../../../../tools/support/json";
import { CALL, failing, Lab, payload, ROLE } from "./support/lab";

/*
 * Expected values are recordings of AWS in LocalStack's tests/aws/services/stepfunctions/v2/test_state, where a test
 * names one, and else https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html.
 */
const lab = new Lab({ StartAt: "P", States: { P: { Type: "Pass", End: true } } });

const call = (definition: JsonObject, more: JsonObject = {}, by: Lab = lab) =>
  by.call("TestState", { definition: JSON.stringify(definition), ...more });

/** A call with inspection, with what is JSON text read. */
async function inspected(definition: JsonObject, input: JsonValue, more: JsonObject = {}, by?: Lab) {
  const answer = await call(definition, { input: JSON.stringify(input), inspectionLevel: "DEBUG", ...more }, by);
  const { inspectionData, output, ...rest } = answer;
  const data = Object.entries(Object(inspectionData)).map(([name, value]) => [
    name,
    typeof value === "string" ? JSON.parse(value) : value,
  ]);
  return {
    ...rest,
    ...(output !== undefined && { output: JSON.parse(String(output)) }),
    inspectionData: Object.fromEntries(data),
  };
}

const HELLO = { Value: "HelloWorld" };
const PASS = { Type: "Pass", End: true };
const FAIL = { Type: "Fail", Error: "SomeFailure", Cause: "This state machines raises a 'SomeFailure' failure." };
const SUCCEED = { Type: "Succeed" };
const CHOICE = {
  Type: "Choice",
  Choices: [
    { Not: { Variable: "$.type", StringEquals: "Private" }, Next: "Public" },
    { Variable: "$.value", NumericEquals: 0, Next: "ValueIsZero" },
    {
      And: [
        { Variable: "$.value", NumericGreaterThanEquals: 20 },
        { Variable: "$.value", NumericLessThan: 30 },
      ],
      Next: "ValueInTwenties",
    },
  ],
};
const IO = {
  initialData: { fieldFromInput: "value from input", otherField: "other" },
  unrelatedData: { someOtherField: 1234 },
};

// test_base_inspection_level_info, _debug and _trace
describe("TestState", () => {
  test("answers status, output and next state, and nothing else at the level INFO", async () => {
    expect(await call(PASS, { input: JSON.stringify(HELLO) })).toEqual({
      status: "SUCCEEDED",
      output: JSON.stringify(HELLO),
    });
    const input = JSON.stringify({ type: "Private", value: 22 });
    expect(await call(CHOICE, { input })).toEqual({
      status: "SUCCEEDED",
      output: input,
      nextState: "ValueInTwenties",
    });
    expect(await call(FAIL, { inspectionLevel: "INFO" })).toEqual({
      status: "FAILED",
      error: FAIL.Error,
      cause: FAIL.Cause,
    });
  });

  test.each(["DEBUG", "TRACE"])("shows the data on their way at the level %s", async (inspectionLevel) => {
    const show = (state: JsonObject, input: JsonValue) => inspected(state, input, { inspectionLevel });
    expect(await show(PASS, HELLO)).toEqual({
      status: "SUCCEEDED",
      output: HELLO,
      inspectionData: {
        input: HELLO,
        afterInputPath: HELLO,
        afterParameters: HELLO,
        afterResultSelector: HELLO,
        afterResultPath: HELLO,
      },
    });
    const result = { resultKey: "result value" };
    const placed = { ...IO, modifiedData: result };
    expect(await show({ ...PASS, Result: result, ResultPath: "$.modifiedData" }, IO)).toEqual({
      status: "SUCCEEDED",
      output: placed,
      inspectionData: { input: IO, result, afterResultSelector: result, afterResultPath: placed },
    });
    const failed = { status: "FAILED", error: FAIL.Error, cause: FAIL.Cause };
    expect(await show(FAIL, HELLO)).toEqual({ ...failed, inspectionData: { input: HELLO, afterInputPath: HELLO } });
    const through = { status: "SUCCEEDED", output: HELLO, inspectionData: { input: HELLO, afterInputPath: HELLO } };
    expect(await show(SUCCEED, HELLO)).toEqual(through);
    expect(await show({ Type: "Wait", Seconds: 60, Next: "W" }, HELLO)).toEqual({ ...through, nextState: "W" });
  });

  test("shows InputPath and Parameters one after the other", async () => {
    const Parameters = { staticValue: "some value", "inputValue.$": "$.fieldFromInput" };
    const state = { ...PASS, InputPath: "$.initialData", Parameters, ResultPath: "$.modifiedData" };
    const made = { staticValue: "some value", inputValue: "value from input" };
    expect((await inspected(state, IO)).inspectionData).toEqual({
      input: IO,
      afterInputPath: IO.initialData,
      afterParameters: made,
      afterResultSelector: made,
      afterResultPath: { ...IO, modifiedData: made },
    });
  });
});

// test_base_lambda_service_task_state
describe("TestState of a Task", () => {
  const TASK = { ...CALL, ResultSelector: { "p.$": "$.Payload" }, ResultPath: "$.r", OutputPath: "$.r.p", Next: "N" };

  test("calls in the role that it is given", async () => {
    const tasks = new Lab({ StartAt: "P", States: { P: PASS } }, { respond: () => payload(1) });
    const answer = await inspected(TASK, { n: 1 }, { roleArn: ROLE }, tasks);
    expect(tasks.calls).toMatchObject([{ service: "lambda", action: "Invoke", principal: { arn: ROLE } }]);
    expect(answer).toMatchObject({
      status: "SUCCEEDED",
      output: 1,
      nextState: "N",
      inspectionData: {
        input: { n: 1 },
        afterInputPath: { n: 1 },
        afterParameters: { FunctionName: "f", Payload: { n: 1 } },
        result: { Payload: 1, StatusCode: 200 },
        afterResultSelector: { p: 1 },
        afterResultPath: { n: 1, r: { p: 1 } },
      },
    });
    await expect(call(TASK, {}, tasks)).rejects.toMatchObject({ code: "ValidationException" });
    await expect(call(TASK, { roleArn: "role" }, tasks)).rejects.toMatchObject({ code: "InvalidArn" });
  });

  test("fails after five minutes", async () => {
    const times: number[] = [];
    const pace = {
      timeoutMs: (seconds: number) => {
        times.push(seconds);
        return 1;
      },
    };
    const hanging = new Lab({ StartAt: "P", States: { P: PASS } }, { respond: () => new Promise(() => {}), pace });
    expect(await call(TASK, { roleArn: ROLE }, hanging)).toEqual({ status: "FAILED", error: "States.Timeout" });
    expect(times).toEqual([300]);
  });

  test("does not try again, and says which Retry would", async () => {
    const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 3, BackoffRate: 2 }];
    const tasks = new Lab({ StartAt: "P", States: { P: PASS } }, { respond: () => failing("E") });
    const answer = await inspected({ ...TASK, Retry }, {}, { roleArn: ROLE }, tasks);
    expect(tasks.calls).toHaveLength(1);
    expect(answer).toMatchObject({
      status: "RETRIABLE",
      error: "E",
      cause: expect.stringContaining("told by the test"),
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 3 } },
    });
    expect(answer).not.toHaveProperty("output");
  });
});

describe("a mock", () => {
  const task = (more: JsonObject = {}) => ({ ...CALL, End: true, ...more });
  const mocked = (result: JsonValue) => ({ mock: { result: JSON.stringify(result) } });
  const failed = { mock: { errorOutput: { error: "MockException", cause: "Mock the cause of the error." } } };
  const error = { error: "MockException", cause: "Mock the cause of the error." };

  test("gives the result of a Task that is not called, whatever its service", async () => {
    const Resource = "arn:aws:states:::glue:startJobRun.sync";
    lab.calls.length = 0;
    expect(await call(task({ Resource }), mocked({ JobRunId: "j" }))).toEqual({
      status: "SUCCEEDED",
      output: '{"JobRunId":"j"}',
    });
    expect(lab.calls).toEqual([]);
  });

  // test_state_configuration_retrier_retry_count
  test.each([
    [4, { status: "RETRIABLE", inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 16 } } }],
    [5, { status: "FAILED", inspectionData: { errorDetails: { retryIndex: 0 } } }],
  ])("fails a Task after %i retries as AWS does", async (retrierRetryCount, expected) => {
    const Retry = [{ ErrorEquals: ["MockException"], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2 }];
    const answer = await inspected(task({ Retry }), {}, { ...failed, stateConfiguration: { retrierRetryCount } });
    expect(answer).toMatchObject({ ...error, ...expected });
    expect(answer.inspectionData.errorDetails).toEqual(expected.inspectionData.errorDetails);
  });

  test("is caught by the first Catch that names its error", async () => {
    const Catch = [
      { ErrorEquals: ["Other"], Next: "A" },
      { ErrorEquals: ["MockException"], ResultPath: "$.e", Next: "B" },
    ];
    expect(await inspected(task({ Catch }), { n: 1 }, failed)).toMatchObject({
      ...error,
      status: "CAUGHT_ERROR",
      nextState: "B",
      output: { n: 1, e: { Error: "MockException", Cause: "Mock the cause of the error." } },
      inspectionData: { errorDetails: { catchIndex: 1 } },
    });
  });

  // test_io_parallel_state_mock_success
  test("gives the results of a Parallel", async () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: PASS } });
    const Branches = [branch("B1"), branch("B2")];
    const state = {
      Type: "Parallel",
      InputPath: "$.parallelInput",
      ResultPath: "$.parallelResult",
      Branches,
      End: true,
    };
    const results = [{ branch1: "result" }, { branch2: "result" }];
    const input = { parallelInput: { data: "input_value" } };
    const placed = { ...input, parallelResult: results };
    expect(await inspected(state, input, mocked(results))).toEqual({
      status: "SUCCEEDED",
      output: placed,
      inspectionData: { input, afterResultSelector: results, afterResultPath: placed },
    });
    await expect(call(state, mocked({}))).rejects.toMatchObject({ message: "Mocked result must be an array." });
    await expect(call(state, mocked([1]))).rejects.toMatchObject({
      message: "Mocked result must contain the same number of items as number of Parallel branches.",
    });
  });

  describe("of a Map", () => {
    const flow = (config: JsonObject) => ({
      ProcessorConfig: config,
      StartAt: "HandleItem",
      States: { HandleItem: PASS },
    });
    const distributed = { ItemProcessor: flow({ Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }) };
    const map = (more: JsonObject = {}) => ({ Type: "Map", ItemsPath: "$.Values", ...distributed, End: true, ...more });
    const input = { Values: ["first", "second", "third"] };

    // test_state_machine_with_state_error, test_state_map_context_object
    test.each<[string, JsonObject, JsonObject]>([
      ["a distributed", { ToleratedFailureCount: 2 }, { toleratedFailureCount: 2 }],
      ["an inline", { ItemProcessor: flow({ Mode: "INLINE" }) }, {}],
    ])("gives the results of %s one, and shows its items", async (_kind, kind, limits) => {
      const seen = { input, afterInputPath: input, afterItemsPath: input.Values, maxConcurrency: 0, ...limits };
      const state = map(kind);
      expect(await inspected(state, input, mocked([1, 2, 3]))).toEqual({
        status: "SUCCEEDED",
        output: [1, 2, 3],
        inspectionData: { ...seen, afterResultSelector: [1, 2, 3], afterResultPath: [1, 2, 3] },
      });
      expect(await inspected(state, input, failed)).toEqual({ ...error, status: "FAILED", inspectionData: seen });
      expect(await inspected(state, { Values: 1 }, mocked([]))).toMatchObject({ status: "FAILED" });
      const ItemSelector = { "i.$": "$$.Map.Item.Index" };
      expect((await inspected({ ...state, ItemSelector }, input, mocked([]))).inspectionData).toMatchObject({
        afterItemSelector: [{ i: 0 }, { i: 1 }, { i: 2 }],
      });
    });

    // test_map_state_failure_count: with no tolerance named, none is exceeded.
    test.each([
      [{ ToleratedFailureCount: 1 }, 1, "SUCCEEDED"],
      [{ ToleratedFailureCount: 1 }, 2, "RETRIABLE"],
      [{ ToleratedFailurePercentage: 66 }, 1, "SUCCEEDED"],
      [{ ToleratedFailurePercentage: 66 }, 2, "RETRIABLE"],
      [{}, 2, "SUCCEEDED"],
    ])("with %j of %i failed iterations is %s", async (tolerance, mapIterationFailureCount, status) => {
      const threshold = "States.ExceedToleratedFailureThreshold";
      const state = map({ ...tolerance, Retry: [{ ErrorEquals: ["E"] }, { ErrorEquals: [threshold] }] });
      const more = { ...mocked([0, 0, 1]), stateConfiguration: { mapIterationFailureCount } };
      const answer = await inspected(state, input, more);
      expect(answer).toMatchObject({ status });
      if (status !== "RETRIABLE") return;
      expect(answer).toMatchObject({
        error: threshold,
        cause: "The specified tolerated failure threshold was exceeded",
        inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 1 } },
      });
    });

    // test_state_machine_configuration_map_iteration_item_reader
    test("reads the items that it is given in place of an ItemReader's", async () => {
      const ItemReader = {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSON" },
        Parameters: { Bucket: "b", Key: "k" },
      };
      const { ItemsPath: _, ...state } = map({ ItemReader, ItemBatcher: { MaxItemsPerBatch: 2 }, MaxConcurrency: 1 });
      const stateConfiguration = { mapItemReaderData: "[1,2,3]" };
      expect(await inspected(state, input, { ...mocked([1, 4, 9]), stateConfiguration })).toMatchObject({
        output: [1, 4, 9],
        inspectionData: { maxConcurrency: 1, afterItemBatcher: [{ Items: [1, 2] }, { Items: [3] }] },
      });
    });

    test("fails if its items are not a list, with AWS's cause", async () => {
      const { ItemsPath: _, ...state } = map({ ItemProcessor: flow({ Mode: "INLINE" }) });
      expect(await inspected(state, {}, mocked([]))).toEqual({
        status: "FAILED",
        error: "States.Runtime",
        cause: 'Reference path "$" must point to array.',
        inspectionData: { input: {}, afterInputPath: {} },
      });
    });
  });

  // test_state_mock_validation
  const MAP = {
    Type: "Map",
    ItemProcessor: { StartAt: "P", States: { P: PASS } },
    End: true,
  };
  test.each<[string, JsonObject, JsonObject]>([
    ["State type 'Pass' is not supported when a mock is specified", PASS, mocked(1)],
    ["State type 'Fail' is not supported when a mock is specified", FAIL, failed],
    ["State type 'Succeed' is not supported when a mock is specified", SUCCEED, mocked(1)],
    [
      "A test mock should have only one of the following fields: [result, errorOutput].",
      task(),
      { mock: { ...failed.mock, result: "1" } },
    ],
    [
      "TestState does not support RevealSecrets when a mock is specified.",
      task(),
      { ...mocked(1), revealSecrets: true },
    ],
    ["Mocked result must be valid JSON", task(), { mock: { result: "not JSON" } }],
    ["Mocked result must be an array.", MAP, mocked({})],
    [
      "TestState does not support MapIterationFailureCount when a mock is not specified.",
      task(),
      { roleArn: ROLE, stateConfiguration: { mapIterationFailureCount: 1 } },
    ],
    [
      "Map iteration failure count must be less than or equal to the number of Map iterations",
      MAP,
      { ...mocked([1]), stateConfiguration: { mapIterationFailureCount: 2 } },
    ],
  ])("is refused: %s", async (message, state, more) => {
    await expect(call(state, more)).rejects.toMatchObject({ code: "ValidationException", message });
  });

  test("is needed by a Map, a Parallel and a wait for a token", async () => {
    const message =
      "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]";
    await expect(call(MAP)).rejects.toMatchObject({ code: "InvalidDefinition", message });
    const waiting = task({ Resource: `${CALL.Resource}.waitForTaskToken` });
    await expect(call(waiting, { roleArn: ROLE })).rejects.toMatchObject({ code: "InvalidDefinition" });
  });

  // test_state_context_object
  describe("with a context object", () => {
    const shown = (more: JsonObject = {}) => task({ ResultSelector: { "c.$": "$$" }, ...more });
    const given = (context: JsonValue) => ({ ...mocked(1), context: JSON.stringify(context) });

    test.each([
      {},
      { Execution: {}, State: {}, StateMachine: {} },
      { Execution: { Input: [1] }, State: { RetryCount: 3 } },
    ])("%j has just that", async (context) => {
      expect(await inspected(shown(), {}, given(context))).toMatchObject({ output: { c: context } });
    });

    test("may give the token to a task that waits for it", async () => {
      const state = task({
        Resource: `${CALL.Resource}.waitForTaskToken`,
        Parameters: { FunctionName: "f", "Payload.$": "$$.Task.Token" },
      });
      const { inspectionData } = await inspected(state, {}, given({ Task: { Token: "abcd123" } }));
      expect(inspectionData.afterParameters).toMatchObject({ Payload: "abcd123" });
    });

    test("of its own has AWS's ids", async () => {
      const { output } = await inspected(shown(), { n: 1 }, { ...mocked(1), roleArn: ROLE });
      const uuid = "[0-9a-f-]{36}";
      const arn = "arn:aws:states:eu-central-1:123456789012";
      expect(output.c).toEqual({
        Execution: {
          Id: expect.stringMatching(new RegExp(`^${arn}:express:${uuid}:${uuid}$`)),
          Input: { n: 1 },
          Name: expect.stringMatching(uuid),
          RoleArn: ROLE,
          StartTime: expect.any(String),
        },
        StateMachine: {
          Id: expect.stringMatching(`${arn}:stateMachine:${uuid}`),
          Name: expect.stringMatching(uuid),
        },
        State: { Name: "StateName", EnteredTime: expect.any(String), RetryCount: 0 },
      });
    });

    test.each<[string, JsonValue]>([
      ["Execution.Id must be a string", { Execution: { Id: 1 } }],
      ["'Map' field is not supported when mocking a Context object", { Map: {} }],
      ["Field 'pokemon' is not allowed", { Execution: { pokemon: "squirtle" } }],
      ["Field 'Pokedex' is not allowed", { Pokedex: {} }],
      [
        "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
        { Task: { Token: "t" } },
      ],
    ])("is refused: %s", async (reason, context) => {
      const message = `Invalid Context object provided: ${reason}`;
      await expect(call(task(), given(context))).rejects.toMatchObject({ code: "ValidationException", message });
    });
  });
});

// test_test_state_machine_scenarios
describe("a state of a whole definition", () => {
  const machine = {
    StartAt: "State0",
    States: {
      State0: { Type: "Map", ItemProcessor: { StartAt: "HandleItem", States: { HandleItem: PASS } }, Next: "Each" },
      Each: { Type: "Parallel", Branches: [{ StartAt: "InBranch", States: { InBranch: PASS } }], Next: "Last" },
      Last: { Type: "Pass", Result: { States: { HandleItem: 1 } }, Next: "State1" },
      State1: FAIL,
    },
  };
  const named = (stateName: string) => call(machine, { stateName, input: JSON.stringify(HELLO) });

  test("is found by its name, within a Map or a Parallel too", async () => {
    expect(await named("State1")).toMatchObject({ status: "FAILED", error: FAIL.Error });
    expect(await named("Last")).toMatchObject({ status: "SUCCEEDED", nextState: "State1" });
    const through = { status: "SUCCEEDED", output: JSON.stringify(HELLO) };
    expect(await named("HandleItem")).toEqual(through);
    expect(await named("InBranch")).toEqual(through);
  });

  test.each(["dne", '"invalid"'])("must be there: %j", async (stateName) => {
    await expect(named(stateName)).rejects.toMatchObject({
      code: "ValidationException",
      message: "State not found in definition",
    });
  });

  test.each<[JsonObject, string]>([
    [{ definition: "{" }, "InvalidDefinition"],
    [{ definition: JSON.stringify(machine) }, "InvalidDefinition"],
    [{ definition: '{"Type":"None"}' }, "InvalidDefinition"],
    [{ definition: '{"Type":"Pass","QueryLanguage":"JSONata","End":true}' }, "InvalidDefinition"],
    [{ definition: JSON.stringify(PASS), stateName: "P" }, "InvalidDefinition"],
    [{ definition: JSON.stringify(machine), stateName: "" }, "ValidationException"],
    [{ definition: JSON.stringify(PASS), input: "{" }, "InvalidExecutionInput"],
    [{ definition: JSON.stringify(PASS), variables: "{}" }, "ValidationException"],
    [{ definition: JSON.stringify(PASS), inspectionLevel: "ALL" }, "ValidationException"],
    [{}, "ValidationException"],
  ])("%j is refused with %s", async (input, code) => {
    await expect(lab.call("TestState", input)).rejects.toMatchObject({ code });
  });
});
