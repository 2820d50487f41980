import type { Pace } from "../../../../tools/aws/pace";
import type { JsonObject } from "../../../../tools/support/json";
import { CALL, failing, Lab, noWaiting, payload, type Responder, runState } from "./support/lab";

/** Answers with each in turn, and with the last for ever. */
function inTurn(...answers: JsonObject[]): Responder {
  return () => (answers.length > 1 ? answers.shift() : answers[0]) ?? {};
}

function machine(task: JsonObject): JsonObject {
  return {
    StartAt: "S",
    States: { S: { ...CALL, End: true, ...task }, Caught: { Type: "Pass", End: true } },
  };
}

/** Waits for nothing, and notes how many seconds it should have waited. */
function noting(waited: number[]): Pace {
  return {
    ...noWaiting,
    waitMs: (seconds) => {
      waited.push(seconds);
      return 0;
    },
  };
}

describe("Retry", () => {
  test.each([
    [0, 1],
    [1, 2],
    [3, 4],
  ])("MaxAttempts %i makes %i calls", async (MaxAttempts, calls) => {
    const lab = new Lab(machine({ Retry: [{ ErrorEquals: ["E"], MaxAttempts }] }), { respond: () => failing("E") });
    expect(await lab.run()).toMatchObject({ status: "FAILED", error: "E" });
    expect(lab.calls).toHaveLength(calls);
  });

  test("makes three more calls when MaxAttempts is left out, and none after a success", async () => {
    const down = new Lab(machine({ Retry: [{ ErrorEquals: ["E"] }] }), { respond: () => failing("E") });
    await down.run();
    expect(down.calls).toHaveLength(4);
    const flaky = new Lab(machine({ Retry: [{ ErrorEquals: ["E"] }] }), { respond: inTurn(failing("E"), payload(1)) });
    expect(await flaky.run()).toMatchObject({ status: "SUCCEEDED" });
    expect(flaky.calls).toHaveLength(2);
  });

  test("the first retrier that names the error decides alone", async () => {
    const Retry = [
      { ErrorEquals: ["Declined"], MaxAttempts: 0 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 5 },
    ];
    const lab = new Lab(machine({ Retry }), { respond: () => failing("Declined") });
    await lab.run();
    expect(lab.calls).toHaveLength(1);
  });

  test("counts attempts per retrier", async () => {
    const Retry = [
      { ErrorEquals: ["A"], MaxAttempts: 1 },
      { ErrorEquals: ["B"], MaxAttempts: 1 },
    ];
    const lab = new Lab(machine({ Retry }), { respond: inTurn(failing("A"), failing("B"), failing("A"), payload(1)) });
    expect(await lab.run()).toMatchObject({ error: "A" });
    expect(lab.calls).toHaveLength(3);
  });

  test("waits IntervalSeconds, growing by BackoffRate up to MaxDelaySeconds; full jitter takes a part of it", async () => {
    const waited: number[] = [];
    const pace = noting(waited);
    const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 }];
    await new Lab(machine({ Retry }), { respond: () => failing("E"), pace }).run();
    expect(waited.splice(0)).toEqual([2, 6, 18, 20]);
    const jittered = [{ ...Retry[0], ErrorEquals: ["E"], JitterStrategy: "FULL" }];
    await new Lab(machine({ Retry: jittered }), { respond: () => failing("E"), pace, random: () => 0.5 }).run();
    expect(waited).toEqual([1, 3, 9, 10]);
  });

  test("starts anew when the state is entered again", async () => {
    const definition = {
      StartAt: "S",
      States: {
        S: {
          ...CALL,
          Retry: [{ ErrorEquals: ["E"], MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ["E"], ResultPath: "$.error", Next: "Again" }],
          End: true,
        },
        Again: { Type: "Choice", Choices: [{ Variable: "$.twice", IsPresent: true, Next: "Done" }], Default: "Mark" },
        Mark: { Type: "Pass", Result: true, ResultPath: "$.twice", Next: "S" },
        Done: { Type: "Succeed" },
      },
    };
    const lab = new Lab(definition, { respond: () => failing("E") });
    expect(await lab.run()).toMatchObject({ status: "SUCCEEDED" });
    expect(lab.calls).toHaveLength(4);
  });

  test("shows the try in $$.State.RetryCount, and keeps EnteredTime", async () => {
    const Parameters = {
      FunctionName: "f",
      Payload: { "try.$": "$$.State.RetryCount", "at.$": "$$.State.EnteredTime" },
    };
    const lab = new Lab(machine({ Parameters, Retry: [{ ErrorEquals: ["E"] }] }), {
      respond: inTurn(failing("E"), failing("E"), payload(1)),
    });
    await lab.run();
    const payloads = lab.calls.map(({ input }) => JSON.parse(String(input.Payload)));
    expect(payloads.map((each) => each.try)).toEqual([0, 1, 2]);
    expect(new Set(payloads.map((each) => each.at)).size).toBe(1);
  });
});

describe("Catch", () => {
  const caught = async (Catch: JsonObject[], error = "E") => {
    const { status, output } = await new Lab(machine({ Catch }), { respond: () => failing(error) }).run({ a: 1 });
    return status === "SUCCEEDED" ? output : status;
  };
  const errorOutput = {
    Error: "E",
    Cause: JSON.stringify({ errorType: "E", errorMessage: "told by the test", trace: ["at f"] }),
  };

  test("without ResultPath the error replaces the input", async () => {
    expect(await caught([{ ErrorEquals: ["E"], Next: "Caught" }])).toEqual(errorOutput);
  });

  test("with ResultPath it is added to the input; with null it is discarded", async () => {
    expect(await caught([{ ErrorEquals: ["E"], Next: "Caught", ResultPath: "$.e" }])).toEqual({ a: 1, e: errorOutput });
    expect(await caught([{ ErrorEquals: ["E"], Next: "Caught", ResultPath: null }])).toEqual({ a: 1 });
  });

  test.each(["States.ALL", "States.TaskFailed", "E"])("%s catches a function's error", async (name) => {
    expect(
      await caught([
        { ErrorEquals: ["Other"], Next: "S" },
        { ErrorEquals: [name], Next: "Caught" },
      ]),
    ).toEqual(errorOutput);
  });

  test("an error that none names fails the execution", async () => {
    expect(await caught([{ ErrorEquals: ["Other"], Next: "Caught" }])).toBe("FAILED");
  });

  test.each(["States.ALL", "States.Runtime", "States.TaskFailed"])(
    "%s does not catch a path that leads nowhere",
    async (name) => {
      const Parameters = { FunctionName: "f", "Payload.$": "$.none" };
      const Catch = [{ ErrorEquals: [name], Next: "Caught" }];
      const Retry = [{ ErrorEquals: [name] }];
      const lab = new Lab(machine({ Parameters, Catch, Retry }));
      expect(await lab.run()).toMatchObject({ status: "FAILED", error: "States.Runtime" });
      expect(lab.calls).toEqual([]);
    },
  );

  test("nor does States.ALL for one in ResultSelector", async () => {
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
    const lab = new Lab(machine({ ResultSelector: { "x.$": "$.Payload.none" }, Catch }), {
      respond: () => payload({}),
    });
    expect(await lab.run()).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });
});

// Recorded in test_callback, test_sqs_failure_in_wait_for_task_tok_no_error_field, of LocalStack's tests against AWS.
test.each([
  [{}, { Error: null, Cause: null }],
  [{ Error: "E" }, { Error: "E", Cause: null }],
])("a failure of %j is caught as %j", async (failure, caught) => {
  const F = { Type: "Fail", ...failure };
  const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
  const P = { Type: "Parallel", Branches: [{ StartAt: "F", States: { F } }], Catch, End: true };
  const lab = new Lab({ StartAt: "P", States: { P, Caught: { Type: "Pass", End: true } } });
  expect((await lab.run()).output).toEqual(caught);
});

describe("a timeout", () => {
  const never: Responder = () => new Promise(() => {});
  const soon = { ...noWaiting, timeoutMs: (seconds: number) => seconds };

  test("of a task is States.Timeout, which States.TaskFailed does not catch and States.ALL does", async () => {
    const task = { TimeoutSeconds: 5 };
    expect(await new Lab(machine(task), { respond: never, pace: soon }).run()).toMatchObject({
      error: "States.Timeout",
    });
    const failed = { ...task, Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "Caught" }] };
    expect(await new Lab(machine(failed), { respond: never, pace: soon }).run()).toMatchObject({ status: "FAILED" });
    const all = { ...task, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }] };
    const { output } = await new Lab(machine(all), { respond: never, pace: soon }).run();
    expect(output).toEqual({ Error: "States.Timeout", Cause: "" });
  });

  test("may come from the input", async () => {
    const lab = new Lab(machine({ TimeoutSecondsPath: "$.limit" }), { respond: never, pace: soon });
    expect(await lab.run({ limit: 3 })).toMatchObject({ error: "States.Timeout" });
    expect(await lab.run({ limit: "3" })).toMatchObject({ error: "States.Runtime" });
  });

  test("of the execution ends it TIMED_OUT, whatever it does", async () => {
    const definition = { ...machine({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }] }), TimeoutSeconds: 5 };
    const { status, execution } = await new Lab(definition, { respond: never, pace: soon }).run();
    expect(status).toBe("TIMED_OUT");
    expect(execution.events().at(-1)).toMatchObject({ type: "ExecutionTimedOut" });
  });
});

describe("Wait", () => {
  test.each([
    [{ Seconds: 7 }, 7],
    [{ Seconds: 0 }, 0],
    [{ SecondsPath: "$.seconds" }, 9],
    [{ TimestampPath: "$.past" }, 0],
  ])("%j", async (how, expected) => {
    const waited: number[] = [];
    const pace = noting(waited);
    const input = { seconds: 9, past: "2020-01-01T00:00:00Z" };
    expect(await runState({ Type: "Wait", ...how }, input, { pace })).toMatchObject({
      status: "SUCCEEDED",
      output: input,
    });
    expect(waited).toEqual([expected]);
  });

  test("until a time in the future", async () => {
    const waited: number[] = [];
    const pace = noting(waited);
    await runState({ Type: "Wait", Timestamp: new Date(Date.now() + 60_000).toISOString() }, {}, { pace });
    expect(waited[0]).toBeGreaterThan(55);
    expect(waited[0]).toBeLessThanOrEqual(60);
  });

  // Recorded by LocalStack's tests against AWS: test_wait, test_logs and test_base_scenarios.
  test.each([
    [{ SecondsPath: "$.none" }, "The SecondsPath parameter does not reference an input value: $.none"],
    [{ SecondsPath: "$.below" }, "The SecondsPath parameter references a negative value: $.below == -1"],
    [{ SecondsPath: "$.half" }, "The SecondsPath parameter cannot be parsed as a long value: $.half == 1.5"],
    ...["$.noT", "$.noZone", "$.noMonth"].map((path): [JsonObject, string] => [
      { TimestampPath: path },
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == `,
    ]),
  ])("%j that leads to no such value: %s", async (how, reason) => {
    const times = { noT: "2016-12-05 21:29:29Z", noZone: "2016-12-05T21:29:29", noMonth: "2016-13-05T21:29:29Z" };
    const { error, cause } = await runState({ Type: "Wait", ...how }, { half: 1.5, below: -1, ...times });
    expect(error).toBe("States.Runtime");
    expect(cause).toContain(reason);
  });

  test.each(["2016-12-05 21:29:29Z", "2016-12-05T21:29:29", "2016-13-05T21:29:29Z", "05-12-2016T21:29:29Z"])(
    "a Timestamp of %s is refused when the machine is loaded",
    (Timestamp) => {
      expect(() => runState({ Type: "Wait", Timestamp })).toThrow(`Timestamp "${Timestamp}"`);
    },
  );

  test.each([
    [24_855, undefined],
    [24_856, "Wait state delay is too long."],
  ])("for %i days: %s", async (days, reason) => {
    const at = new Date(Date.now() + days * 86_400_000).toISOString();
    const { error, cause } = await runState({ Type: "Wait", TimestampPath: "$.at" }, { at });
    expect(error).toBe(reason && "States.Runtime");
    if (reason) expect(cause).toContain(reason);
  });
});

describe("Fail", () => {
  const fail = (state: JsonObject) =>
    new Lab({ StartAt: "S", States: { S: { Type: "Fail", ...state } } }).run({ e: { Error: 'a "b" \\', n: 1 } });

  test.each([
    [
      { Error: "E", Cause: "c" },
      { error: "E", cause: "c" },
    ],
    [{}, { error: undefined, cause: undefined }],
    [
      { ErrorPath: "$.e.Error", CausePath: "States.JsonToString($.e)" },
      { error: 'a "b" \\', cause: '{"Error":"a \\"b\\" \\\\","n":1}' },
    ],
    [{ CausePath: "States.Format('{}!', $$.State.Name)" }, { error: undefined, cause: "S!" }],
  ])("%j", async (state, expected) => {
    expect(await fail(state)).toMatchObject({ status: "FAILED", ...expected });
  });

  test.each(["$.none", "$.e.n"])(
    "with the CausePath %s, which leads to no text, is States.Runtime",
    async (CausePath) => {
      expect(await fail({ CausePath })).toMatchObject({ error: "States.Runtime" });
    },
  );
});
