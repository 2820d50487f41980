import { TaskTokens } from "../../../../tools/aws/stepfunctions/asl/task-tokens";
import type { JsonObject } from "../../../../tools/support/json";
import { Lab, type Responder } from "./support/lab";
import { machine, SPENT, tokenIn, waiting } from "./support/waiting";

function outline(events: readonly JsonObject[]): string[] {
  return events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
}

describe("a token", () => {
  test("contains no information, fits into a request, and differs for every task", async () => {
    const first = await waiting();
    const second = await waiting();
    expect(first.taskToken).toMatch(/^[\w-]{40,1024}$/);
    expect(first.taskToken).not.toBe(second.taskToken);
    for (const { lab } of [first, second]) lab.stepFunctions.close();
  });

  test("that comes back with an output ends the task with it", async () => {
    const { lab, execution, taskToken } = await waiting({ ResultPath: "$.approval" }, {}, { a: 1 });
    expect(execution.status).toBe("RUNNING");
    expect(await lab.call("SendTaskSuccess", { taskToken, output: '{"b":2}' })).toEqual({});
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED", output: { a: 1, approval: { b: 2 } } });
  });

  test("that comes back with an error fails the task with it, for Retry and Catch to see", async () => {
    const Catch = [{ ErrorEquals: ["Refused"], ResultPath: "$.e", Next: "Caught" }];
    const { lab, execution, taskToken } = await waiting({ Catch });
    await lab.call("SendTaskFailure", { taskToken, error: "Refused", cause: "why" });
    expect((await execution.done).output).toEqual({ e: { Error: "Refused", Cause: "why" } });
  });

  test("is accepted once: a later call learns that the task has ended", async () => {
    const { lab, execution, taskToken } = await waiting();
    const output = "1";
    const first = lab.call("SendTaskSuccess", { taskToken, output });
    await expect(lab.call("SendTaskSuccess", { taskToken, output: "2" })).rejects.toMatchObject(SPENT);
    await first;
    await expect(lab.call("SendTaskFailure", { taskToken })).rejects.toMatchObject(SPENT);
    await expect(lab.call("SendTaskHeartbeat", { taskToken })).rejects.toMatchObject(SPENT);
    expect((await execution.done).output).toBe(1);
  });

  test("that comes back before the call has answered counts when it has", async () => {
    let answer: (value: JsonObject) => void = () => {};
    const respond = () =>
      new Promise<JsonObject>((resolve) => {
        answer = resolve;
      });
    const { lab, execution, taskToken } = await waiting({}, { respond });
    await lab.call("SendTaskSuccess", { taskToken, output: "1" });
    await new Promise(setImmediate);
    expect(execution.status).toBe("RUNNING");
    answer({});
    expect(await execution.done).toMatchObject({ status: "SUCCEEDED", output: 1 });
  });

  test("of a call that failed is spent, and the next try has another", async () => {
    const tokens: string[] = [];
    let lab: Lab | undefined;
    const respond: Responder = ({ input }) => {
      tokens.push(tokenIn(input));
      if (tokens.length === 1) throw new Error("no connection");
      setImmediate(() => void lab?.call("SendTaskSuccess", { taskToken: tokenIn(input), output: "2" }));
      return {};
    };
    const Retry = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }];
    lab = new Lab(machine({ Retry }), { respond });
    expect((await lab.run()).output).toBe(2);
    const [first = "", second] = tokens;
    expect(second).not.toBe(first);
    await expect(lab.call("SendTaskSuccess", { taskToken: first, output: "1" })).rejects.toMatchObject(SPENT);
  });

  test("of an execution that was stopped is spent, and nothing is noted after the end", async () => {
    const { lab, execution, taskToken } = await waiting({ HeartbeatSeconds: 50, TimeoutSeconds: 60 });
    await lab.call("StopExecution", { executionArn: execution.start.arn });
    await new Promise(setImmediate);
    await expect(lab.call("SendTaskSuccess", { taskToken, output: "1" })).rejects.toMatchObject(SPENT);
    expect(execution.events().at(-1)).toMatchObject({ type: "ExecutionAborted" });
  });

  test.each([
    ["forged", "InvalidToken", "Invalid Token: 'Invalid token'"],
    ["x".repeat(2_049), "ValidationException", "'taskToken'"],
    ["", "ValidationException", "'taskToken'"],
    [new TaskTokens().issue("arn:of:another").token, "TaskDoesNotExist", "Task does not exist"],
  ])("%s is refused as %s", async (taskToken, code, message) => {
    const refused = new Lab(machine()).call("SendTaskHeartbeat", { taskToken });
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test("comes back only with JSON, and with no more than a state may have", async () => {
    const { lab, execution, taskToken } = await waiting();
    const send = (output: string) => lab.call("SendTaskSuccess", { taskToken, output });
    await expect(send("{")).rejects.toMatchObject({ code: "InvalidOutput" });
    await expect(send(`"${"x".repeat(262_143)}"`)).rejects.toMatchObject({ code: "ValidationException" });
    expect(execution.status).toBe("RUNNING");
    await send(`"${"x".repeat(262_142)}"`);
    expect((await execution.done).status).toBe("SUCCEEDED");
  });

  test("does not keep the machine busy while it is out", async () => {
    const { lab } = await waiting();
    expect(lab.stepFunctions.busy).toBe(0);
    expect(lab.stepFunctions.running).toBe(1);
    lab.stepFunctions.close();
  });
});

// Shapes and order as AWS answered them: recordings of LocalStack's tests against AWS, tests/aws/services/stepfunctions.
describe("the history", () => {
  test("of a token that came back", async () => {
    const { lab, execution, taskToken } = await waiting({ HeartbeatSeconds: 60, TimeoutSeconds: 600 });
    await lab.call("SendTaskSuccess", { taskToken, output: '"text"' });
    await execution.done;
    const events = execution.events();
    expect(outline(events)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 TaskStateEntered",
      "3<2 TaskScheduled",
      "4<3 TaskStarted",
      "5<4 TaskSubmitted",
      "6<5 TaskSucceeded",
      "7<6 TaskStateExited",
      "8<7 ExecutionSucceeded",
    ]);
    const names = { resourceType: "aws-sdk:dynamodb", resource: "updateItem.waitForTaskToken" };
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      ...names,
      heartbeatInSeconds: 60,
      timeoutInSeconds: 600,
    });
    expect(events[3]?.taskStartedEventDetails).toEqual(names);
    expect(events[4]?.taskSubmittedEventDetails).toEqual({
      ...names,
      output: '{"Updated":1}',
      outputDetails: { truncated: false },
    });
    expect(events[5]?.taskSucceededEventDetails).toMatchObject({ ...names, output: '"text"' });
  });

  test.each([
    ["failed", {}, "TaskFailed", { error: "E", cause: "c" }],
    ["timed out", { TimeoutSeconds: 5 }, "TaskTimedOut", { error: "States.Timeout" }],
    ["had no heartbeat", { HeartbeatSeconds: 5 }, "TaskTimedOut", { error: "States.Timeout" }],
  ])("of a wait that %s", async (_how, task, type, fields) => {
    const { lab, execution, taskToken } = await waiting(task, { pace: { callbackMs: () => 20 } });
    if (type === "TaskFailed") await lab.call("SendTaskFailure", { taskToken, error: "E", cause: "c" });
    await execution.done;
    const events = execution.events();
    expect(outline(events).slice(4)).toEqual(["5<4 TaskSubmitted", `6<5 ${type}`, "7<6 ExecutionFailed"]);
    const key = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
    expect(events[5]?.[key]).toEqual({
      resourceType: "aws-sdk:dynamodb",
      resource: "updateItem.waitForTaskToken",
      ...fields,
    });
    expect(events[6]?.executionFailedEventDetails).toEqual(fields);
  });
});

describe("the API of tokens in a state", () => {
  async function sent(action: string, parameters: JsonObject, taskToken: string) {
    const Resource = `arn:aws:states:::aws-sdk:sfn:${action}`;
    const S = { Type: "Task", Resource, Parameters: { TaskToken: taskToken, ...parameters }, End: true };
    const lab = new Lab({ StartAt: "S", States: { S } });
    return { lab, run: () => lab.run() };
  }

  test.each([
    ["sendTaskSuccess", { Output: '{"a":1}' }, { status: "SUCCEEDED", output: { a: 1 } }],
    ["sendTaskFailure", { Error: "E", Cause: "c" }, { status: "FAILED", error: "E", cause: "c" }],
  ])("aws-sdk:sfn:%s brings it back", async (action, parameters, ending) => {
    const { lab, execution, taskToken } = await waiting();
    const sender = await sent(action, parameters, taskToken);
    sender.lab.aws.register(lab.stepFunctions);
    expect(await sender.run()).toMatchObject({ status: "SUCCEEDED", output: {} });
    expect(await execution.done).toMatchObject(ending);
    expect(await sender.run()).toMatchObject({ status: "FAILED", error: "Sfn.TaskTimedOutException" });
  });

  test("errors are named as AWS names them", async () => {
    const forged = await sent("sendTaskHeartbeat", {}, "forged");
    expect(await forged.run()).toMatchObject({ error: "Sfn.InvalidTokenException" });
    const foreign = await sent("sendTaskHeartbeat", {}, new TaskTokens().issue("arn:of:another").token);
    expect(await foreign.run()).toMatchObject({ error: "Sfn.TaskDoesNotExistException" });
  });
});

test.each(["lambda:invoke", "sqs:sendMessage", "sns:publish", "states:startExecution", "aws-sdk:sqs:sendMessage"])(
  "%s can wait for a token in a Standard machine, and not in an Express one",
  (resource) => {
    const definition = machine({ Resource: `arn:aws:states:::${resource}.waitForTaskToken` });
    expect(() => new Lab(definition)).not.toThrow();
    expect(() => new Lab(definition, { type: "EXPRESS" })).toThrow("an Express workflow cannot wait for a task token");
  },
);
