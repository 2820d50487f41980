import type { JsonObject } from "../../../../tools/support/json";
import { machine, numbers } from "./support/distributed";
import { CALL, failing, Lab, MACHINE, payload, type Responder } from "./support/lab";

const CALLS = { C: { ...CALL, End: true } };
const NONE = { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, total: 0, resultsWritten: 0 };

async function ran(map: JsonObject, input: number[], respond: Responder) {
  const lab = new Lab(machine({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }], ...map }, CALLS), {
    respond,
  });
  const { execution } = await lab.run(input);
  const { mapRuns } = await lab.call("ListMapRuns", { executionArn: execution.start.arn });
  const [listed] = Array.isArray(mapRuns) ? mapRuns : [];
  const mapRunArn = String(Object(listed).mapRunArn);
  return { lab, execution, listed, described: await lab.call("DescribeMapRun", { mapRunArn }) };
}

// Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html
describe("a Map run", () => {
  test("is listed with its execution, and described with its limits and counts", async () => {
    const { execution, listed, described } = await ran(
      { MaxConcurrency: 2, ToleratedFailureCount: 1 },
      [0, 1, 2],
      ({ input }) => (input.Payload === "1" ? failing("E") : payload({})),
    );
    const run = {
      executionArn: execution.start.arn,
      mapRunArn: expect.stringMatching(/^arn:aws:states:eu-central-1:123456789012:mapRun:lab\/Each:[\w-]{36}$/),
      startDate: expect.any(Number),
      stopDate: expect.any(Number),
    };
    expect(listed).toEqual({ ...run, stateMachineArn: `${MACHINE}/Each` });
    const counts = { ...NONE, succeeded: 2, failed: 1, total: 3 };
    expect(described).toEqual({
      ...run,
      status: "SUCCEEDED",
      maxConcurrency: 2,
      toleratedFailureCount: 1,
      toleratedFailurePercentage: 0,
      itemCounts: counts,
      executionCounts: counts,
      redriveCount: 0,
    });
  });

  test("that exceeds its tolerance is FAILED, and counts its items by the batch", async () => {
    const { described } = await ran({ MaxConcurrency: 1, ItemBatcher: { MaxItemsPerBatch: 2 } }, [0, 1, 2], () =>
      failing("E"),
    );
    expect(described).toMatchObject({
      status: "FAILED",
      itemCounts: { ...NONE, failed: 2, pending: 1, total: 3 },
      executionCounts: { ...NONE, failed: 1, total: 1 },
    });
  });

  test("is ABORTED with its execution, with the children that ran", async () => {
    const lab = new Lab(machine({}, CALLS), { respond: () => new Promise(() => {}) });
    const execution = await lab.start([0, 1]);
    await new Promise(setImmediate);
    const executionArn = execution.start.arn;
    const { mapRuns } = await lab.call("ListMapRuns", { executionArn });
    const mapRunArn = String(Object(Array.isArray(mapRuns) ? mapRuns[0] : {}).mapRunArn);
    expect(await lab.call("DescribeMapRun", { mapRunArn })).toMatchObject({
      status: "RUNNING",
      itemCounts: { running: 2 },
    });
    await lab.call("StopExecution", { executionArn });
    await new Promise(setImmediate);
    expect(await lab.call("DescribeMapRun", { mapRunArn })).toMatchObject({
      status: "ABORTED",
      itemCounts: { ...NONE, aborted: 2, total: 2 },
    });
  });

  /** A Map run of ten items whose children end when the test lets them. */
  async function inProgress(map: JsonObject, executionType = "STANDARD") {
    const ends: ((answer: JsonObject) => void)[] = [];
    const respond: Responder = () => new Promise((resolve) => ends.push(resolve));
    const lab = new Lab(machine(map, CALLS, { Mode: "DISTRIBUTED", ExecutionType: executionType }), { respond });
    const execution = await lab.start(numbers(10));
    await new Promise(setImmediate);
    const { mapRuns } = await lab.call("ListMapRuns", { executionArn: execution.start.arn });
    const mapRunArn = String(Object(Array.isArray(mapRuns) ? mapRuns[0] : {}).mapRunArn);
    const describe = async () => Object(await lab.call("DescribeMapRun", { mapRunArn }));
    return {
      execution,
      describe,
      running: async () => (await describe()).executionCounts.running,
      update: (limits: JsonObject) => lab.call("UpdateMapRun", { mapRunArn, ...limits }),
      end: async (count: number, answer: JsonObject = payload({})) => {
        for (const end of ends.splice(0, count)) end(answer);
        await new Promise(setImmediate);
      },
    };
  }

  // Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html
  test("in progress runs more or fewer children at once after an update", async () => {
    const { execution, describe, running, update, end } = await inProgress({ MaxConcurrency: 2 });
    expect(await running()).toBe(2);
    expect(await update({ maxConcurrency: 4 })).toEqual({});
    expect(await running()).toBe(4);
    await update({ maxConcurrency: 1 });
    expect(await running()).toBe(4);
    await end(2);
    expect(await running()).toBe(2);
    await end(2);
    expect(await running()).toBe(1);
    expect(await describe()).toMatchObject({ maxConcurrency: 1, executionCounts: { succeeded: 4, total: 5 } });
    // Without a limit all that are left run at once.
    await update({ maxConcurrency: 0 });
    expect(await running()).toBe(6);
    await end(6);
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED" });
  });

  test("in progress tolerates the updated number of failures", async () => {
    const tolerant = await inProgress({});
    await tolerant.update({ toleratedFailureCount: 2, toleratedFailurePercentage: 20 });
    await tolerant.end(2, failing("E"));
    await tolerant.end(8);
    expect(await tolerant.execution.done).toMatchObject({ status: "SUCCEEDED" });
    expect(await tolerant.describe()).toMatchObject({ toleratedFailureCount: 2, toleratedFailurePercentage: 20 });
    const strict = await inProgress({ ToleratedFailureCount: 5 });
    await strict.end(2, failing("E"));
    await strict.update({ toleratedFailureCount: 1 });
    const error = "States.ExceedToleratedFailureThreshold";
    expect(await strict.execution.done).toMatchObject({ status: "FAILED", error });
  });

  test.each<[JsonObject, boolean]>([
    [{ maxConcurrency: -1 }, false],
    [{ maxConcurrency: 1.5 }, false],
    [{ toleratedFailureCount: -1 }, false],
    [{ toleratedFailurePercentage: 100 }, true],
    [{ toleratedFailurePercentage: 100.1 }, false],
    [{ toleratedFailurePercentage: -0.1 }, false],
    [{ maxConcurrency: "2" }, false],
  ])("takes %j: %s", async (limits, isTaken) => {
    const { execution, update } = await inProgress({});
    const call = update(limits);
    await (isTaken ? call : expect(call).rejects.toMatchObject({ code: "ValidationException" }));
    execution.abort(undefined, undefined);
  });

  test("that has ended is not updated", async () => {
    const { lab, described } = await ran({}, [0], () => payload({}));
    const call = lab.call("UpdateMapRun", { mapRunArn: String(described.mapRunArn), maxConcurrency: 1 });
    await expect(call).rejects.toMatchObject({ code: "ValidationException" });
  });

  test.each([
    ["UpdateMapRun", { mapRunArn: "nonsense" }, "InvalidArn"],
    ["UpdateMapRun", { mapRunArn: `${MACHINE.replace("stateMachine", "mapRun")}/Each:none` }, "ResourceNotFound"],
    ["DescribeMapRun", { mapRunArn: "nonsense" }, "InvalidArn"],
    ["DescribeMapRun", { mapRunArn: `${MACHINE.replace("stateMachine", "mapRun")}/Each:none` }, "ResourceNotFound"],
    ["DescribeMapRun", {}, "ValidationException"],
    ["ListMapRuns", { executionArn: `${MACHINE.replace("stateMachine", "execution")}:none` }, "ExecutionDoesNotExist"],
    ["ListMapRuns", { executionArn: `${MACHINE.replace("stateMachine", "express")}:a:b` }, "InvalidArn"],
  ])("%s of %j: %s", async (action, input, code) => {
    await expect(new Lab(machine({})).call(action, input)).rejects.toMatchObject({ code });
  });
});

test("DescribeStateMachineForExecution answers the definition that the execution runs by", async () => {
  const lab = new Lab(machine({}));
  const { execution } = await lab.run([]);
  const { arn, definition, roleArn } = execution.start.machine;
  expect(await lab.call("DescribeStateMachineForExecution", { executionArn: execution.start.arn })).toEqual({
    stateMachineArn: arn,
    name: "lab",
    definition,
    roleArn,
    updateDate: expect.any(Number),
    loggingConfiguration: { level: "OFF", includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  });
});
