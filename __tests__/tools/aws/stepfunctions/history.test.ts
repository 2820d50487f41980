import type { JsonObject } from "../../../../tools/support/json";
import { CALL, failing, Lab, type LabOptions, MACHINE, payload, ROLE } from "./support/lab";

/** The events without their times, which no two runs share. */
async function eventsOf(definition: JsonObject, input: JsonObject, options?: LabOptions): Promise<JsonObject[]> {
  const lab = new Lab(definition, options);
  const { execution } = await lab.run(input);
  const { events } = await lab.call("GetExecutionHistory", { executionArn: execution.start.arn, maxResults: 1000 });
  if (!Array.isArray(events)) throw new Error("The history has no events.");
  return events.map((event) => {
    const { timestamp, ...rest } = Object(event);
    expect(timestamp).toBeCloseTo(Date.now() / 1000, -2);
    return rest;
  });
}

/** `id<previous type` a line: the order of the events and what each follows. */
function outline(events: readonly JsonObject[]): string[] {
  return events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
}

const entered = (name: string, input: string) => ({
  stateEnteredEventDetails: { name, input, inputDetails: { truncated: false } },
});
const exited = (name: string, output: string) => ({
  stateExitedEventDetails: { name, output, outputDetails: { truncated: false } },
});

// Shapes and order as AWS answered them: recordings of LocalStack's tests against AWS, tests/aws/services/stepfunctions.
test("a task that succeeds", async () => {
  const definition = {
    StartAt: "S",
    States: { S: { ...CALL, TimeoutSeconds: 5, OutputPath: "$.Payload", End: true } },
  };
  const respond = () => payload({ b: 2 });
  expect(await eventsOf(definition, { a: 1 }, { respond })).toEqual([
    {
      id: 1,
      previousEventId: 0,
      type: "ExecutionStarted",
      executionStartedEventDetails: { input: '{"a":1}', inputDetails: { truncated: false }, roleArn: ROLE },
    },
    { id: 2, previousEventId: 0, type: "TaskStateEntered", ...entered("S", '{"a":1}') },
    {
      id: 3,
      previousEventId: 2,
      type: "TaskScheduled",
      taskScheduledEventDetails: {
        resourceType: "lambda",
        resource: "invoke",
        region: "eu-central-1",
        timeoutInSeconds: 5,
        parameters: '{"FunctionName":"f","Payload":{"a":1}}',
      },
    },
    {
      id: 4,
      previousEventId: 3,
      type: "TaskStarted",
      taskStartedEventDetails: { resourceType: "lambda", resource: "invoke" },
    },
    {
      id: 5,
      previousEventId: 4,
      type: "TaskSucceeded",
      taskSucceededEventDetails: {
        resourceType: "lambda",
        resource: "invoke",
        output: expect.stringMatching(
          /^\{"ExecutedVersion":"\$LATEST","Payload":\{"b":2\},"SdkHttpMetadata":\{.*\},"StatusCode":200\}$/,
        ),
        outputDetails: { truncated: false },
      },
    },
    { id: 6, previousEventId: 5, type: "TaskStateExited", ...exited("S", '{"b":2}') },
    {
      id: 7,
      previousEventId: 6,
      type: "ExecutionSucceeded",
      executionSucceededEventDetails: { output: '{"b":2}', outputDetails: { truncated: false } },
    },
  ]);
});

test("a retry is a TaskFailed and then a new TaskScheduled; a caught error exits the state", async () => {
  const Retry = [{ ErrorEquals: ["E"], MaxAttempts: 1 }];
  const Catch = [{ ErrorEquals: ["E"], ResultPath: "$.e", Next: "C" }];
  const definition = {
    StartAt: "S",
    States: {
      S: { ...CALL, Retry, Catch, End: true },
      C: { Type: "Pass", OutputPath: "$.a", Next: "F" },
      F: { Type: "Fail", Error: "X" },
    },
  };
  const events = await eventsOf(definition, { a: 1 }, { respond: () => failing("E") });
  expect(outline(events)).toEqual([
    "1<0 ExecutionStarted",
    "2<0 TaskStateEntered",
    "3<2 TaskScheduled",
    "4<3 TaskStarted",
    "5<4 TaskFailed",
    "6<5 TaskScheduled",
    "7<6 TaskStarted",
    "8<7 TaskFailed",
    "9<8 TaskStateExited",
    "10<9 PassStateEntered",
    "11<10 PassStateExited",
    "12<11 FailStateEntered",
    "13<12 ExecutionFailed",
  ]);
  expect(events[4]).toMatchObject({
    taskFailedEventDetails: {
      resourceType: "lambda",
      resource: "invoke",
      error: "E",
      cause: expect.stringContaining('"errorType":"E"'),
    },
  });
  expect(events[12]).toEqual({
    id: 13,
    previousEventId: 12,
    type: "ExecutionFailed",
    executionFailedEventDetails: { error: "X" },
  });
});

test("a task that timed out", async () => {
  const definition = { StartAt: "S", States: { S: { ...CALL, TimeoutSeconds: 5, End: true } } };
  const pace = { waitMs: () => 0, timeoutMs: () => 1 };
  const events = await eventsOf(definition, {}, { respond: () => new Promise(() => {}), pace });
  expect(events.slice(4)).toEqual([
    {
      id: 5,
      previousEventId: 4,
      type: "TaskTimedOut",
      taskTimedOutEventDetails: { resourceType: "lambda", resource: "invoke", error: "States.Timeout" },
    },
    { id: 6, previousEventId: 5, type: "ExecutionFailed", executionFailedEventDetails: { error: "States.Timeout" } },
  ]);
});

test("a Map: iterations follow its start, states follow their iteration", async () => {
  const ItemProcessor = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 1, End: true } } };
  const definition = {
    StartAt: "M",
    States: { M: { Type: "Map", ItemsPath: "$.l", MaxConcurrency: 2, ItemProcessor, End: true } },
  };
  const events = await eventsOf(definition, { l: ["a", "b"] });
  expect(outline(events)).toEqual([
    "1<0 ExecutionStarted",
    "2<0 MapStateEntered",
    "3<2 MapStateStarted",
    "4<3 MapIterationStarted",
    "5<4 WaitStateEntered",
    "6<3 MapIterationStarted",
    "7<6 WaitStateEntered",
    "8<5 WaitStateExited",
    "9<8 MapIterationSucceeded",
    "10<7 WaitStateExited",
    "11<10 MapIterationSucceeded",
    "12<11 MapStateSucceeded",
    "13<11 MapStateExited",
    "14<13 ExecutionSucceeded",
  ]);
  expect(events[2]).toMatchObject({ mapStateStartedEventDetails: { length: 2 } });
  expect(events[5]).toMatchObject({ mapIterationStartedEventDetails: { name: "M", index: 1 } });
  expect(events[6]).toMatchObject(entered("W", '"b"'));
});

test("a Map that fails, and is caught", async () => {
  const ItemProcessor = { StartAt: "F", States: { F: { Type: "Fail", Error: "E", Cause: "c" } } };
  const Catch = [{ ErrorEquals: ["States.ALL"], Next: "C" }];
  const States = { M: { Type: "Map", ItemProcessor, Catch, ItemsPath: "$.l", End: true }, C: { Type: "Succeed" } };
  const events = await eventsOf({ StartAt: "M", States }, { l: [1] });
  expect(outline(events)).toEqual([
    "1<0 ExecutionStarted",
    "2<0 MapStateEntered",
    "3<2 MapStateStarted",
    "4<3 MapIterationStarted",
    "5<4 FailStateEntered",
    "6<5 MapIterationFailed",
    "7<5 MapStateFailed",
    "8<7 MapStateExited",
    "9<8 SucceedStateEntered",
    "10<9 SucceedStateExited",
    "11<10 ExecutionSucceeded",
  ]);
  expect(events[7]).toMatchObject(exited("M", '{"Error":"E","Cause":"c"}'));
});

test("a Parallel that fails: no event of its branch's end", async () => {
  const Branches = [{ StartAt: "F", States: { F: { Type: "Fail", Error: "E" } } }];
  const events = await eventsOf({ StartAt: "P", States: { P: { Type: "Parallel", Branches, End: true } } }, {});
  expect(outline(events)).toEqual([
    "1<0 ExecutionStarted",
    "2<0 ParallelStateEntered",
    "3<2 ParallelStateStarted",
    "4<3 FailStateEntered",
    "5<4 ParallelStateFailed",
    "6<5 ExecutionFailed",
  ]);
});

test("a Parallel that succeeds", async () => {
  const Branches = ["A", "B"].map((name) => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } }));
  const events = await eventsOf({ StartAt: "P", States: { P: { Type: "Parallel", Branches, End: true } } }, {});
  expect(outline(events).slice(2, 4)).toEqual(["3<2 ParallelStateStarted", "4<3 PassStateEntered"]);
  expect(outline(events).slice(-3)).toEqual([
    "8<7 ParallelStateSucceeded",
    "9<7 ParallelStateExited",
    "10<9 ExecutionSucceeded",
  ]);
});

// test_base_scenarios, test_map_state: an iteration follows the last state of the one before, and not the event of its end.
test("a Map that runs one item after the other", async () => {
  const ItemProcessor = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
  const States = { M: { Type: "Map", MaxConcurrency: 1, ItemProcessor, ItemsPath: "$.l", End: true } };
  const events = await eventsOf({ StartAt: "M", States }, { l: [1, 2] });
  expect(outline(events).slice(3)).toEqual([
    "4<3 MapIterationStarted",
    "5<4 PassStateEntered",
    "6<5 PassStateExited",
    "7<6 MapIterationSucceeded",
    "8<6 MapIterationStarted",
    "9<8 PassStateEntered",
    "10<9 PassStateExited",
    "11<10 MapIterationSucceeded",
    "12<11 MapStateSucceeded",
    "13<11 MapStateExited",
    "14<13 ExecutionSucceeded",
  ]);
});

describe("a Map or Parallel with Retry fails once, after the last try", () => {
  const Retry = [{ ErrorEquals: ["E"], MaxAttempts: 1 }];
  const inner = { StartAt: "F", States: { F: { Type: "Fail", Error: "E" } } };

  // test_base_scenarios, test_map_state_retry
  test("a Map", async () => {
    const States = { M: { Type: "Map", ItemProcessor: inner, Retry, ItemsPath: "$.l", End: true } };
    expect(outline(await eventsOf({ StartAt: "M", States }, { l: [1] })).slice(2)).toEqual([
      "3<2 MapStateStarted",
      "4<3 MapIterationStarted",
      "5<4 FailStateEntered",
      "6<5 MapIterationFailed",
      "7<5 MapStateStarted",
      "8<7 MapIterationStarted",
      "9<8 FailStateEntered",
      "10<9 MapIterationFailed",
      "11<9 MapStateFailed",
      "12<11 ExecutionFailed",
    ]);
  });

  // test_base_scenarios, test_parallel_state_retry
  test("a Parallel", async () => {
    const States = { P: { Type: "Parallel", Branches: [inner], Retry, End: true } };
    expect(outline(await eventsOf({ StartAt: "P", States }, {})).slice(2)).toEqual([
      "3<2 ParallelStateStarted",
      "4<3 FailStateEntered",
      "5<4 ParallelStateStarted",
      "6<5 FailStateEntered",
      "7<6 ParallelStateFailed",
      "8<7 ExecutionFailed",
    ]);
  });

  test("a distributed Map, after each of its runs", async () => {
    const ItemProcessor = { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } };
    const again = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }];
    const States = { M: { Type: "Map", ItemProcessor, Retry: again, ItemsPath: "$.l", End: true } };
    expect(outline(await eventsOf({ StartAt: "M", States }, { l: [1] })).slice(2)).toEqual([
      "3<2 MapStateStarted",
      "4<3 MapRunStarted",
      "5<4 MapRunFailed",
      "6<5 MapStateStarted",
      "7<6 MapRunStarted",
      "8<7 MapRunFailed",
      "9<8 MapStateFailed",
      "10<9 ExecutionFailed",
    ]);
  });
});

describe("a Task that fails or is stopped within a Map or Parallel is recorded as aborted", () => {
  // test_callback, test_sqs_failure_in_wait_for_task_tok_no_error_field
  test("a Task in a Parallel", async () => {
    const Branches = [{ StartAt: "T", States: { T: { ...CALL, End: true } } }];
    const States = { P: { Type: "Parallel", Branches, End: true } };
    const events = await eventsOf({ StartAt: "P", States }, {}, { respond: () => failing("E") });
    expect(outline(events).slice(6)).toEqual([
      "7<6 TaskFailed",
      "8<7 TaskStateAborted",
      "9<7 ParallelStateFailed",
      "10<9 ExecutionFailed",
    ]);
  });

  // test_timeouts, test_service_lambda_map_timeout
  test("the Tasks of a Map: the one that failed, then its siblings, all after the failure", async () => {
    const ItemProcessor = { StartAt: "T", States: { T: { ...CALL, End: true } } };
    const States = { M: { Type: "Map", ItemProcessor, ItemsPath: "$.l", End: true } };
    const respond = ({ input }: { input: JsonObject }) =>
      input.Payload === "1" ? failing("E") : new Promise<JsonObject>(() => {});
    const events = await eventsOf({ StartAt: "M", States }, { l: [0, 1] }, { respond });
    const failed = events.findIndex(({ type }) => type === "TaskFailed") + 1;
    expect(outline(events).slice(failed)).toEqual([
      `${failed + 1}<${failed} MapIterationFailed`,
      `${failed + 2}<${failed} TaskStateAborted`,
      `${failed + 3}<${failed} MapIterationAborted`,
      `${failed + 4}<${failed} TaskStateAborted`,
      `${failed + 5}<${failed} MapStateFailed`,
      `${failed + 6}<${failed + 5} ExecutionFailed`,
    ]);
    expect(events[failed]).toMatchObject({ mapIterationFailedEventDetails: { name: "M", index: 1 } });
  });

  test("but nothing follows the end of an execution that was stopped", async () => {
    const ItemProcessor = { StartAt: "T", States: { T: { ...CALL, End: true } } };
    const States = { M: { Type: "Map", ItemProcessor, End: true } };
    const lab = new Lab({ StartAt: "M", States }, { respond: () => new Promise(() => {}) });
    const execution = await lab.start([1]);
    await lab.call("StopExecution", { executionArn: execution.start.arn });
    await execution.done;
    await new Promise(setImmediate);
    expect(execution.events().at(-1)).toMatchObject({ type: "ExecutionAborted" });
  });
});

describe("reading a history", () => {
  const definition = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", End: true } } };

  async function pages(input: JsonObject) {
    const lab = new Lab(definition);
    const { execution } = await lab.run({ a: 1 });
    const ids: unknown[][] = [];
    let nextToken: string | undefined;
    do {
      const call = { executionArn: execution.start.arn, ...input, ...(nextToken && { nextToken }) };
      const page = await lab.call("GetExecutionHistory", call);
      ids.push(Array.isArray(page.events) ? page.events.map((event) => Object(event).id) : []);
      nextToken = typeof page.nextToken === "string" ? page.nextToken : undefined;
    } while (nextToken);
    return ids;
  }

  test.each([
    [{}, [[1, 2, 3, 4, 5, 6]]],
    [{ maxResults: 6 }, [[1, 2, 3, 4, 5, 6]]],
    [{ maxResults: 5 }, [[1, 2, 3, 4, 5], [6]]],
    [
      { maxResults: 4, reverseOrder: true },
      [
        [6, 5, 4, 3],
        [2, 1],
      ],
    ],
  ])("%j", async (input, expected) => {
    expect(await pages(input)).toEqual(expected);
  });

  test("without execution data the inputs and outputs are left out", async () => {
    const lab = new Lab(definition);
    const { execution } = await lab.run({ secret: 1 });
    const call = { executionArn: execution.start.arn, includeExecutionData: false };
    expect(JSON.stringify(await lab.call("GetExecutionHistory", call))).not.toContain("secret");
  });

  test("of an Express execution AWS shows none, but the local run keeps it", async () => {
    const lab = new Lab(definition, { type: "EXPRESS" });
    const { executionArn } = await lab.call("StartSyncExecution", { stateMachineArn: MACHINE });
    await expect(lab.call("GetExecutionHistory", { executionArn: String(executionArn) })).rejects.toMatchObject({
      code: "InvalidArn",
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
    expect(lab.stepFunctions.historyOf(String(executionArn))).toHaveLength(6);
  });
});
