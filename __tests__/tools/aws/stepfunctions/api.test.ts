import { CALL, Lab, MACHINE, payload, ROLE } from "./support/lab";

const PASS = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
const FAIL = { StartAt: "F", States: { F: { Type: "Fail", Error: "E", Cause: "c" } } };
/** Runs until it is stopped. */
const HANG = { StartAt: "S", States: { S: { ...CALL, End: true } } };
const never = () => new Promise<never>(() => {});

describe("StartExecution", () => {
  test("answers before the execution ends", async () => {
    const lab = new Lab(HANG, { respond: never });
    const answer = await lab.call("StartExecution", { stateMachineArn: MACHINE, name: "one" });
    expect(answer).toEqual({
      executionArn: MACHINE.replace("stateMachine", "execution").concat(":one"),
      startDate: expect.any(Number),
    });
    lab.stepFunctions.close();
  });

  test("is idempotent by name and input while the execution runs", async () => {
    const lab = new Lab(HANG, { respond: never });
    const call = { stateMachineArn: MACHINE, name: "one", input: '{"a":1}' };
    const first = await lab.call("StartExecution", call);
    expect(await lab.call("StartExecution", call)).toEqual(first);
    expect(lab.calls).toHaveLength(1);
    const already = { code: "ExecutionAlreadyExists", message: `Execution Already Exists: '${first.executionArn}'` };
    await expect(lab.call("StartExecution", { ...call, input: "{}" })).rejects.toMatchObject(already);
    await lab.call("StopExecution", { executionArn: String(first.executionArn) });
    await expect(lab.call("StartExecution", call)).rejects.toMatchObject(already);
  });

  test.each([
    [{ stateMachineArn: "nonsense" }, "InvalidArn"],
    [{}, "ValidationException"],
    [{ stateMachineArn: `${MACHINE}x` }, "StateMachineDoesNotExist"],
    [{ stateMachineArn: MACHINE, input: "{not json" }, "InvalidExecutionInput"],
    [{ stateMachineArn: MACHINE, name: "a b" }, "InvalidName"],
    [{ stateMachineArn: MACHINE, name: "" }, "InvalidName"],
    [{ stateMachineArn: MACHINE, name: "x".repeat(81) }, "InvalidName"],
    [{ stateMachineArn: MACHINE, input: `"${"x".repeat(262_143)}"` }, "ValidationException"],
  ])("%.100j: %s", async (input, code) => {
    await expect(new Lab(PASS).call("StartExecution", input)).rejects.toMatchObject({ code });
  });

  test("takes the longest name and the largest input", async () => {
    const lab = new Lab(PASS);
    await lab.call("StartExecution", { stateMachineArn: MACHINE, name: "x".repeat(80) });
    await lab.call("StartExecution", { stateMachineArn: MACHINE, input: `"${"x".repeat(262_142)}"` });
  });

  test("starts an Express execution too, with an ARN of its own each time", async () => {
    const lab = new Lab(PASS, { type: "EXPRESS" });
    const call = { stateMachineArn: MACHINE, name: "one" };
    const [first, second] = [await lab.call("StartExecution", call), await lab.call("StartExecution", call)];
    expect(first.executionArn).toMatch(/:express:lab:one:[\w-]{36}$/);
    expect(second.executionArn).not.toEqual(first.executionArn);
  });
});

// test_express_sync and test_express_async, test_query_runtime_memory, of LocalStack's tests against AWS.
test("RedriveCount is in the context of every execution but a synchronous one", async () => {
  const definition = { StartAt: "P", States: { P: { Type: "Pass", InputPath: "$$.Execution", End: true } } };
  const express = new Lab(definition, { type: "EXPRESS" });
  const { output } = await express.call("StartSyncExecution", { stateMachineArn: MACHINE });
  expect(JSON.parse(String(output))).not.toHaveProperty("RedriveCount");
  expect((await express.run()).output).toMatchObject({ RedriveCount: 0 });
  expect((await new Lab(definition).run()).output).toMatchObject({ RedriveCount: 0 });
});

describe("StartSyncExecution", () => {
  test("waits for the end and returns it with the billing details", async () => {
    const lab = new Lab(PASS, { type: "EXPRESS" });
    const call = { stateMachineArn: MACHINE, name: "one", input: '{ "a": 1 }', traceHeader: "t" };
    expect(await lab.call("StartSyncExecution", call)).toEqual({
      executionArn: expect.stringMatching(/^arn:aws:states:eu-central-1:123456789012:express:lab:one:[\w-]{36}$/),
      stateMachineArn: MACHINE,
      name: "one",
      startDate: expect.any(Number),
      stopDate: expect.any(Number),
      status: "SUCCEEDED",
      input: '{ "a": 1 }',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      traceHeader: "t",
      billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
    });
  });

  test("answers a failure, too, and without an output", async () => {
    const answer = await new Lab(FAIL, { type: "EXPRESS" }).call("StartSyncExecution", { stateMachineArn: MACHINE });
    expect(answer).toMatchObject({ status: "FAILED", error: "E", cause: "c" });
    expect(answer).not.toHaveProperty("output");
  });

  test("is for Express machines only", async () => {
    await expect(new Lab(PASS).call("StartSyncExecution", { stateMachineArn: MACHINE })).rejects.toMatchObject({
      code: "StateMachineTypeNotSupported",
    });
  });

  test("an Express execution ends after five minutes, whatever its definition says", async () => {
    const asked: number[] = [];
    const pace = {
      waitMs: () => 0,
      timeoutMs: (seconds: number) => {
        asked.push(seconds);
        return 1;
      },
    };
    const lab = new Lab({ ...HANG, TimeoutSeconds: 900 }, { type: "EXPRESS", respond: never, pace });
    expect(await lab.call("StartSyncExecution", { stateMachineArn: MACHINE })).toMatchObject({ status: "TIMED_OUT" });
    expect(asked).toEqual([300]);
  });
});

describe("DescribeExecution", () => {
  test("of one that succeeded", async () => {
    const lab = new Lab(PASS);
    const { execution } = await lab.run({ a: 1 });
    expect(await lab.call("DescribeExecution", { executionArn: execution.start.arn })).toEqual({
      executionArn: execution.start.arn,
      stateMachineArn: MACHINE,
      name: execution.start.name,
      status: "SUCCEEDED",
      startDate: execution.startedAt / 1000,
      stopDate: (execution.stoppedAt ?? 0) / 1000,
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
  });

  test("of one that failed, and of one that runs", async () => {
    const failed = new Lab(FAIL);
    const { execution } = await failed.run();
    expect(await failed.call("DescribeExecution", { executionArn: execution.start.arn })).toMatchObject({
      status: "FAILED",
      error: "E",
      cause: "c",
      redriveStatus: "REDRIVABLE",
    });
    const running = new Lab(HANG, { respond: never });
    const { start } = await running.start();
    const answer = await running.call("DescribeExecution", { executionArn: start.arn });
    expect(answer).toMatchObject({ status: "RUNNING" });
    expect(answer).not.toHaveProperty("stopDate");
    running.stepFunctions.close();
  });

  test.each([
    ["nonsense", "InvalidArn"],
    ["arn:aws:states:eu-central-1:123456789012:execution:lab:none", "ExecutionDoesNotExist"],
    ["arn:aws:states:eu-central-1:123456789012:express:lab:a:b", "InvalidArn"],
  ])("%s: %s", async (executionArn, code) => {
    await expect(new Lab(PASS).call("DescribeExecution", { executionArn })).rejects.toMatchObject({ code });
  });
});

describe("StopExecution", () => {
  test("ends a running execution as ABORTED, with the reason", async () => {
    const lab = new Lab(HANG, { respond: never });
    const execution = await lab.start();
    const answer = await lab.call("StopExecution", { executionArn: execution.start.arn, error: "E", cause: "c" });
    expect(answer).toEqual({ stopDate: expect.any(Number) });
    expect(await execution.done).toEqual({ status: "ABORTED", error: "E", cause: "c" });
    expect(execution.events().at(-1)).toMatchObject({
      type: "ExecutionAborted",
      executionAbortedEventDetails: { error: "E", cause: "c" },
    });
  });

  test("leaves one that has ended as it is", async () => {
    const lab = new Lab(PASS);
    const { execution } = await lab.run();
    await lab.call("StopExecution", { executionArn: execution.start.arn });
    expect(execution.status).toBe("SUCCEEDED");
  });

  test("stops a wait at once", async () => {
    const lab = new Lab(
      { StartAt: "W", States: { W: { Type: "Wait", Seconds: 60, Next: "S" }, S: { ...CALL, End: true } } },
      { pace: { waitMs: (seconds) => seconds * 1000, timeoutMs: (seconds) => seconds * 1000 } },
    );
    const execution = await lab.start();
    await lab.call("StopExecution", { executionArn: execution.start.arn });
    expect((await execution.done).status).toBe("ABORTED");
    expect(lab.calls).toEqual([]);
  });
});

describe("lists", () => {
  test("of executions: the latest first, by pages, and by status", async () => {
    const lab = new Lab(HANG, { respond: ({ input }) => (input.Payload === '"hang"' ? never() : payload(1)) });
    for (const input of ["a", "b", "c"]) await lab.run(input);
    await lab.start("hang");
    const names = async (more: object) => {
      const { executions, nextToken } = await lab.call("ListExecutions", { stateMachineArn: MACHINE, ...more });
      return { list: Array.isArray(executions) ? executions.map((each) => Object(each).status) : [], nextToken };
    };
    expect((await names({})).list).toEqual(["RUNNING", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
    const first = await names({ maxResults: 3 });
    expect(first.list).toHaveLength(3);
    expect((await names({ maxResults: 3, nextToken: first.nextToken })).list).toEqual(["SUCCEEDED"]);
    expect((await names({ statusFilter: "RUNNING" })).list).toEqual(["RUNNING"]);
    await expect(names({ statusFilter: "running" })).rejects.toMatchObject({ code: "ValidationException" });
    await expect(names({ maxResults: 1001 })).rejects.toMatchObject({ code: "ValidationException" });
    await expect(names({ nextToken: "forged" })).rejects.toMatchObject({ code: "InvalidToken" });
    lab.stepFunctions.close();
  });

  test("Express executions are not listed", async () => {
    const lab = new Lab(PASS, { type: "EXPRESS" });
    await expect(lab.call("ListExecutions", { stateMachineArn: MACHINE })).rejects.toMatchObject({
      code: "StateMachineTypeNotSupported",
      message: "This operation is not supported by this type of state machine",
    });
  });

  test("of state machines, and one described", async () => {
    const lab = new Lab(PASS);
    expect(await lab.call("ListStateMachines")).toEqual({
      stateMachines: [{ stateMachineArn: MACHINE, name: "lab", type: "STANDARD", creationDate: expect.any(Number) }],
    });
    expect(await lab.call("DescribeStateMachine", { stateMachineArn: MACHINE })).toMatchObject({
      stateMachineArn: MACHINE,
      status: "ACTIVE",
      type: "STANDARD",
      roleArn: ROLE,
      definition: JSON.stringify(PASS),
    });
  });
});

test("the error names an action that is not served", async () => {
  await expect(new Lab(PASS).call("GetActivityTask")).rejects.toMatchObject({
    code: "NotImplemented",
    statusCode: 501,
    message: expect.stringContaining("states:GetActivityTask"),
  });
  await expect(new Lab(PASS).call("constructor")).rejects.toMatchObject({ statusCode: 501 });
});

describe("what the local run reports apart from the API", () => {
  test("how many tasks of Standard executions are in flight", async () => {
    const lab = new Lab(HANG, { respond: never });
    await lab.start();
    await lab.start();
    expect(lab.stepFunctions.busy).toBe(2);
    lab.stepFunctions.close();
    await new Promise(setImmediate);
    expect(lab.stepFunctions.busy).toBe(0);
    expect(lab.stepFunctions.running).toBe(0);
  });

  test("the latest Express executions, and no more than a few thousand", async () => {
    const lab = new Lab(PASS, { type: "EXPRESS" });
    const { executionArn } = await lab.call("StartSyncExecution", { stateMachineArn: MACHINE });
    for (let left = 2_000; left > 0; left -= 1) await lab.call("StartSyncExecution", { stateMachineArn: MACHINE });
    expect(lab.stepFunctions.executions()).toHaveLength(2_000);
    expect(lab.stepFunctions.historyOf(String(executionArn))).toBeUndefined();
  });

  test("every Standard one", async () => {
    const lab = new Lab(PASS);
    for (let left = 2_001; left > 0; left -= 1) await lab.run();
    expect(lab.stepFunctions.executions()).toHaveLength(2_001);
  });

  test("the transitions of an execution: states entered, and retries", async () => {
    const definition = {
      StartAt: "P",
      States: {
        P: { Type: "Pass", Next: "S" },
        S: { ...CALL, Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 2 }], End: true },
      },
    };
    const lab = new Lab(definition, {
      respond: () => ({ ...payload({ errorType: "E" }), FunctionError: "Unhandled" }),
    });
    const { execution } = await lab.run();
    expect(lab.stepFunctions.transitionsOf(execution.start.arn)).toBe(4);
  });
});
