import { Trail } from "../../../../tools/aws/stepfunctions/asl/history";
import type { Execution } from "../../../../tools/aws/stepfunctions/execution";
import type { JsonObject, JsonValue } from "../../../../tools/support/json";
import { children, machine, numbers } from "./support/distributed";
import { CALL, failing, Lab, type LabOptions, MACHINE, payload, type Responder } from "./support/lab";

/*
 * Sources: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html and
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html.
 */

/** Calls the function of that name with the state's input, and gives what it answers. */
const task = (name: string, more: JsonObject = { End: true }): JsonObject => ({
  ...CALL,
  Parameters: { FunctionName: name, "Payload.$": "$" },
  OutputPath: "$.Payload",
  ...more,
});
const STEPS = { StartAt: "A", States: { A: task("a", { Next: "B" }), B: task("b", { Next: "C" }), C: task("c") } };
const never = () => new Promise<never>(() => {});
const DAY = 86_400_000;

/** Functions that answer with their own name; the calls of each that are named fail, or do not return, until repaired. */
function functions(
  broken: Record<string, "fails" | "hangs">,
  options: LabOptions = {},
  definition: JsonObject = STEPS,
) {
  const called: string[] = [];
  const respond: Responder = ({ input }) => {
    const name = String(input.FunctionName);
    called.push(name);
    if (broken[name] === "hangs") return never();
    return broken[name] === "fails" ? failing("E") : payload(name);
  };
  const lab = new Lab(definition, { respond, ...options });
  const repair = () => {
    called.length = 0;
    for (const name of Object.keys(broken)) delete broken[name];
  };
  return { lab, called, repair, broken };
}

const redrive = (lab: Lab, { start }: Execution, more: JsonObject = {}) =>
  lab.call("RedriveExecution", { executionArn: start.arn, ...more });
const describeExecution = (lab: Lab, { start }: Execution) =>
  lab.call("DescribeExecution", { executionArn: start.arn });
const untilStarted = () => new Promise(setImmediate);

describe("RedriveExecution", () => {
  test("continues from the state that failed, with its input, in the same execution", async () => {
    const { lab, called, repair } = functions({ b: "fails" });
    const { execution, status } = await lab.run({ n: 1 });
    expect([status, called]).toEqual(["FAILED", ["a", "b"]]);
    repair();
    const { redriveDate } = await redrive(lab, execution);
    expect(await describeExecution(lab, execution)).toMatchObject({
      status: "RUNNING",
      redriveCount: 1,
      redriveDate,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is RUNNING and cannot be redriven",
    });
    expect(await execution.done).toEqual({ status: "SUCCEEDED", output: "c" });
    expect(called).toEqual(["b", "c"]);
    expect(lab.calls.at(-2)?.input.Payload).toBe('"a"');
    const described = await describeExecution(lab, execution);
    expect(described).toMatchObject({ status: "SUCCEEDED", output: '"c"', input: '{"n":1}', redriveCount: 1 });
    expect(described).not.toHaveProperty("error");
    const { executions } = await lab.call("ListExecutions", { stateMachineArn: MACHINE });
    expect(executions).toMatchObject([{ executionArn: execution.start.arn, redriveCount: 1, redriveDate }]);
  });

  test("appends to the history: the state is tried again, and not entered again", async () => {
    const { lab, repair } = functions({ b: "fails" });
    const { execution } = await lab.run();
    const before = execution.events();
    repair();
    await redrive(lab, execution);
    await execution.done;
    const events = execution.events();
    expect(events.slice(0, before.length)).toEqual(before);
    const enteredId = before.find(({ stateEnteredEventDetails: at }) => Object(at).name === "B")?.id;
    const added = events.slice(before.length);
    expect(added.map(({ type }) => type)).toEqual([
      "ExecutionRedriven",
      ...["TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited"],
      ...["TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited"],
      "ExecutionSucceeded",
    ]);
    expect(added[0]).toMatchObject({ id: before.length + 1, executionRedrivenEventDetails: { redriveCount: 1 } });
    expect(added[1]).toMatchObject({ previousEventId: enteredId });
  });

  test("tries as often as the first time, and counts its tries and redrives", async () => {
    const Retry = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }];
    const seen: JsonValue[] = [];
    const states = {
      B: { ...CALL, Parameters: { FunctionName: "b", "Payload.$": "$$" }, Retry, End: true },
    };
    const lab = new Lab(
      { StartAt: "B", States: states },
      {
        respond: ({ input }) => {
          const { Execution, State } = Object(JSON.parse(String(input.Payload)));
          seen.push([Execution.RedriveCount, typeof Execution.RedriveTime, State.RetryCount]);
          return failing("E");
        },
      },
    );
    const { execution } = await lab.run();
    for (const count of [1, 2]) {
      await redrive(lab, execution);
      expect(await execution.done).toMatchObject({ status: "FAILED" });
      expect(await describeExecution(lab, execution)).toMatchObject({
        redriveCount: count,
        redriveStatus: "REDRIVABLE",
      });
    }
    expect(seen).toEqual([
      ...[0, 1].map((retry) => [0, "undefined", retry]),
      ...[1, 2].flatMap((count) => [0, 1].map((retry) => [count, "string", retry])),
    ]);
  });

  test("continues an execution that was stopped, and one that timed out, whose time starts again", async () => {
    const { lab, called, repair, broken } = functions(
      { b: "hangs" },
      { pace: { timeoutMs: () => 20 } },
      { ...STEPS, TimeoutSeconds: 60 },
    );
    const { execution, status } = await lab.run();
    expect(status).toBe("TIMED_OUT");
    await redrive(lab, execution);
    expect(await execution.done).toMatchObject({ status: "TIMED_OUT" });
    await redrive(lab, execution);
    await untilStarted();
    await lab.call("StopExecution", { executionArn: execution.start.arn, error: "Stop" });
    expect(await describeExecution(lab, execution)).toMatchObject({
      status: "ABORTED",
      error: "Stop",
      redriveCount: 2,
    });
    expect(broken).toEqual({ b: "hangs" });
    repair();
    await redrive(lab, execution);
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED", output: "c" });
    expect(called).toEqual(["b", "c"]);
  });

  test("can be stopped at once, and redriven again", async () => {
    const { lab, called, repair } = functions({ b: "fails" });
    const { execution } = await lab.run();
    repair();
    const redriven = redrive(lab, execution);
    await Promise.all([redriven, lab.call("StopExecution", { executionArn: execution.start.arn })]);
    expect(await execution.done).toMatchObject({ status: "ABORTED" });
    await redrive(lab, execution);
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED" });
    expect(called).toEqual(["b", "c"]);
  });

  test("enters a Fail again, which fails again, and tries the rules of a Choice again", async () => {
    const fail = new Lab({ StartAt: "F", States: { F: { Type: "Fail", Error: "E" } } });
    const failed = await fail.run();
    await redrive(fail, failed.execution);
    expect(await failed.execution.done).toMatchObject({ status: "FAILED", error: "E" });
    expect(failed.execution.events().filter(({ type }) => type === "FailStateEntered")).toHaveLength(2);
    const Choices = [{ Variable: "$$.Execution.RedriveCount", NumericEquals: 1, Next: "P" }];
    const choice = new Lab({
      StartAt: "C",
      States: { C: { Type: "Choice", Choices }, P: { Type: "Pass", End: true } },
    });
    const { execution, error } = await choice.run(1);
    expect(error).toBe("States.NoChoiceMatched");
    await redrive(choice, execution);
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED", output: 1 });
  });

  test("gives a task that waited for its token a new one", async () => {
    const Resource = "arn:aws:states:::lambda:invoke.waitForTaskToken";
    const Parameters = { FunctionName: "f", "Payload.$": "$$.Task.Token" };
    const lab = new Lab({ StartAt: "W", States: { W: { ...CALL, Resource, Parameters, End: true } } });
    const token = () => String(JSON.parse(String(lab.calls.at(-1)?.input.Payload)));
    const execution = await lab.start();
    await untilStarted();
    const first = token();
    await lab.call("StopExecution", { executionArn: execution.start.arn });
    await redrive(lab, execution);
    await untilStarted();
    expect(token()).not.toBe(first);
    await expect(lab.call("SendTaskSuccess", { taskToken: first, output: "1" })).rejects.toMatchObject({
      code: "TaskTimedOut",
    });
    await lab.call("SendTaskSuccess", { taskToken: token(), output: "2" });
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED", output: 2 });
  });

  test("counts as one transition", async () => {
    const { lab, repair } = functions({ b: "fails" });
    const { execution } = await lab.run();
    expect(lab.stepFunctions.transitionsOf(execution.start.arn)).toBe(2);
    repair();
    await redrive(lab, execution);
    await execution.done;
    // The redrive and the state C.
    expect(lab.stepFunctions.transitionsOf(execution.start.arn)).toBe(4);
  });
});

describe("a redriven Parallel", () => {
  const branch = (first: string, second: string) => ({
    StartAt: first,
    States: { [first]: task(first, { Next: second }), [second]: task(second) },
  });
  const parallel = (more: JsonObject = {}) => ({
    StartAt: "P",
    States: {
      P: { Type: "Parallel", Branches: [branch("a", "b"), branch("c", "d"), branch("e", "f")], End: true, ...more },
    },
  });

  test("runs only branches that failed or were aborted, from where they were", async () => {
    // The first branch ends, the second is under way, the third fails.
    const { lab, called, repair, broken } = functions({ d: "hangs", f: "hangs" }, {}, parallel());
    const execution = await lab.start();
    await untilStarted();
    await untilStarted();
    await lab.call("StopExecution", { executionArn: execution.start.arn });
    delete broken.d;
    broken.f = "fails";
    await redrive(lab, execution);
    expect(await execution.done).toMatchObject({ status: "FAILED", error: "E" });
    repair();
    await redrive(lab, execution);
    expect(await execution.done).toEqual({ status: "SUCCEEDED", output: ["b", "d", "f"] });
    expect(called).toEqual(["f"]);
  });

  test("runs all its branches again after States.DataLimitExceeded", async () => {
    let size = 150_000;
    const lab = new Lab(parallel(), { respond: () => payload("x".repeat(size)) });
    const { execution, error } = await lab.run();
    expect(error).toBe("States.DataLimitExceeded");
    size = 1;
    lab.calls.length = 0;
    await redrive(lab, execution);
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED" });
    expect(lab.calls).toHaveLength(6);
  });

  test("starts from nothing in a further try, as without a redrive", async () => {
    const Retry = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }];
    const failures = { f: 3 };
    const called: string[] = [];
    const lab = new Lab(parallel({ Retry }), {
      respond: async ({ input }) => {
        const name = String(input.FunctionName);
        called.push(name);
        // The other branches end first.
        if (name === "f") await untilStarted();
        return name === "f" && failures.f-- > 0 ? failing("E") : payload(name);
      },
    });
    const { execution } = await lab.run();
    called.length = 0;
    await redrive(lab, execution);
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED", output: ["b", "d", "f"] });
    expect(called.join("")).toMatch(/^f[a-f]{6}$/);
  });
});

describe("a redriven inline Map", () => {
  const map = (more: JsonObject = {}) => ({
    StartAt: "M",
    States: {
      M: {
        Type: "Map",
        MaxConcurrency: 1,
        ItemProcessor: { StartAt: "A", States: { A: { ...task("a", { Next: "B" }) }, B: task("b") } },
        End: true,
        ...more,
      },
    },
  });

  test("runs only iterations that did not end, from where they were", async () => {
    const called: string[] = [];
    let broken = true;
    const lab = new Lab(map(), {
      respond: ({ input }) => {
        called.push(`${input.FunctionName}${input.Payload}`);
        return broken && called.length === 4 ? failing("E") : payload(JSON.parse(String(input.Payload)));
      },
    });
    const { execution, status } = await lab.run([0, 1, 2]);
    expect([status, called]).toEqual(["FAILED", ["a0", "b0", "a1", "b1"]]);
    called.length = 0;
    broken = false;
    await redrive(lab, execution);
    expect(await execution.done).toEqual({ status: "SUCCEEDED", output: [0, 1, 2] });
    expect(called).toEqual(["b1", "a2", "b2"]);
  });
});

describe("a redriven distributed Map", () => {
  const run = async (ExecutionType: string, respond: Responder) => {
    const config = { Mode: "DISTRIBUTED", ExecutionType };
    const lab = new Lab(machine({ MaxConcurrency: 1 }, { A: task("a", { Next: "B" }), B: task("b") }, config), {
      respond,
    });
    const { execution } = await lab.run(numbers(3));
    const { mapRuns } = await lab.call("ListMapRuns", { executionArn: execution.start.arn });
    const mapRunArn = String(Object(Array.isArray(mapRuns) ? mapRuns[0] : {}).mapRunArn);
    return { lab, execution, mapRunArn, describe: () => lab.call("DescribeMapRun", { mapRunArn }) };
  };
  const breaking = (call: string) => {
    const called: string[] = [];
    const state = { broken: true };
    const respond: Responder = ({ input }) => {
      const name = `${input.FunctionName}${input.Payload}`;
      called.push(name);
      return state.broken && name === call ? failing("E") : payload(JSON.parse(String(input.Payload)));
    };
    return { called, state, respond };
  };

  test.each([
    ["STANDARD", 3, ["b1", "a2", "b2"]],
    ["EXPRESS", 4, ["a1", "b1", "a2", "b2"]],
  ])("of %s children runs those that did not end well in the same Map run", async (type, executions, again) => {
    const { called, state, respond } = breaking("b1");
    const { lab, execution, mapRunArn, describe } = await run(type, respond);
    expect(await describe()).toMatchObject({ status: "FAILED", redriveCount: 0 });
    called.length = 0;
    state.broken = false;
    await redrive(lab, execution);
    expect(await execution.done).toEqual({ status: "SUCCEEDED", output: [0, 1, 2] });
    expect(called).toEqual(again);
    expect(children(lab)).toHaveLength(executions);
    const counts = { succeeded: 3, failed: 0, running: 0, pending: 0, total: 3 };
    expect(await describe()).toMatchObject({
      status: "SUCCEEDED",
      redriveCount: 1,
      redriveDate: expect.any(Number),
      itemCounts: counts,
      executionCounts: counts,
    });
    const [redriven] = execution.events().filter(({ type: event }) => event === "MapRunRedriven");
    expect(redriven?.mapRunRedrivenEventDetails).toEqual({ mapRunArn, redriveCount: 1 });
  });

  test("is the only way to redrive a child", async () => {
    const { lab, mapRunArn } = await run("STANDARD", breaking("b1").respond);
    const [, child] = children(lab);
    if (!child) throw new Error("There must be a second child.");
    expect(await describeExecution(lab, child)).toMatchObject({ redriveStatus: "REDRIVABLE_BY_MAP_RUN", mapRunArn });
    await expect(redrive(lab, child)).rejects.toMatchObject({ code: "ExecutionNotRedrivable" });
  });

  test("starts another Map run where the first could not read its items", async () => {
    let readable = false;
    const ItemReader = {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "JSON" },
      Parameters: { Bucket: "b", Key: "k" },
    };
    const lab = new Lab(machine({ ItemReader }), { respond: () => ({ Body: readable ? "[1,2]" : "no JSON" }) });
    const { execution, status } = await lab.run();
    expect(status).toBe("FAILED");
    readable = true;
    await redrive(lab, execution);
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED", output: [1, 2] });
  });
});

describe("RedriveExecution is refused", () => {
  const failed = async () => {
    const { lab, repair } = functions({ b: "fails" });
    const { execution } = await lab.run();
    repair();
    return { lab, execution };
  };
  const refusal = (message: string) => ({ code: "ExecutionNotRedrivable", message });
  afterEach(() => jest.restoreAllMocks());

  test("for an execution that runs or has succeeded", async () => {
    const { lab } = functions({});
    const execution = await lab.start();
    await expect(redrive(lab, execution)).rejects.toMatchObject(refusal("Execution is RUNNING and cannot be redriven"));
    await execution.done;
    await expect(redrive(lab, execution)).rejects.toMatchObject(
      refusal("Execution is SUCCEEDED and cannot be redriven"),
    );
  });

  const period = "Execution redrivable period exceeded";
  test.each([
    [14 * DAY - 1, undefined],
    [14 * DAY, undefined],
    [14 * DAY + 1, period],
  ])("%i ms after its end: %s", async (later, reason) => {
    const { lab, execution } = await failed();
    jest.spyOn(Date, "now").mockReturnValue((execution.stoppedAt ?? 0) + later);
    const { redriveStatus, redriveStatusReason } = await describeExecution(lab, execution);
    expect([redriveStatus, redriveStatusReason]).toEqual([reason ? "NOT_REDRIVABLE" : "REDRIVABLE", reason]);
    const call = redrive(lab, execution);
    await (reason ? expect(call).rejects.toMatchObject(refusal(reason)) : call);
  });

  test.each([
    [24_998, undefined],
    [24_999, "Execution history event limit exceeded"],
  ])("with %i events: %s", async (count, reason) => {
    const { lab, execution } = await failed();
    while (execution.run.history.events.length < count) execution.run.record(new Trail(0), "PassStateEntered");
    const call = redrive(lab, execution);
    await (reason ? expect(call).rejects.toMatchObject(refusal(reason)) : call);
  });

  test.each([
    [{ executionArn: "nonsense" }, "InvalidArn"],
    [{ executionArn: `${MACHINE.replace("stateMachine", "express")}:a:b` }, "InvalidArn"],
    [{ executionArn: `${MACHINE.replace("stateMachine", "execution")}:none` }, "ExecutionDoesNotExist"],
    [{}, "ValidationException"],
  ])("for %j: %s", async (input, code) => {
    await expect(new Lab(STEPS).call("RedriveExecution", input)).rejects.toMatchObject({ code });
  });

  test.each(["", "x".repeat(65), "a b", "ä", 1])("with the client token %j", async (clientToken) => {
    const { lab, execution } = await failed();
    await expect(redrive(lab, execution, { clientToken })).rejects.toMatchObject({ code: "ValidationException" });
  });
});

describe("a client token", () => {
  afterEach(() => jest.restoreAllMocks());

  test("makes the same call once, for 15 minutes", async () => {
    const { lab } = functions({ b: "fails" });
    const { execution } = await lab.run();
    const clientToken = "x".repeat(64);
    const first = await redrive(lab, execution, { clientToken });
    expect(await redrive(lab, execution, { clientToken })).toEqual(first);
    await execution.done;
    expect(await redrive(lab, execution, { clientToken })).toEqual(first);
    const [redriven] = execution.redrives;
    const clock = jest.spyOn(Date, "now").mockReturnValue((redriven?.at ?? 0) + 900_000);
    expect(await redrive(lab, execution, { clientToken })).toEqual(first);
    expect(execution.redrives).toHaveLength(1);
    clock.mockReturnValue((redriven?.at ?? 0) + 900_001);
    expect(await redrive(lab, execution, { clientToken })).not.toEqual(first);
    expect(execution.redrives).toHaveLength(2);
  });

  test("is remembered until ten others came", async () => {
    const { lab } = functions({ b: "fails" });
    const { execution } = await lab.run();
    for (const clientToken of ["first", ...numbers(9).map(String)]) {
      await redrive(lab, execution, { clientToken });
      await execution.done;
    }
    await redrive(lab, execution, { clientToken: "first" });
    expect(execution.redrives).toHaveLength(10);
    await redrive(lab, execution, { clientToken: "eleventh" });
    await execution.done;
    await redrive(lab, execution, { clientToken: "first" });
    expect(execution.redrives).toHaveLength(12);
  });
});
