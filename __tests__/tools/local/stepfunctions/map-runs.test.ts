import type { JsonObject } from "../../../../tools/local/aws";
import { machine } from "./support/distributed";
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

  test.each([
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
