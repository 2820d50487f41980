import type { JsonObject } from "../../../../tools/support/json";
import { Lab } from "./support/lab";
import { machine, SPENT, waiting } from "./support/waiting";

describe("a wait that ends by itself", () => {
  const Catch = [{ ErrorEquals: ["States.Timeout"], ResultPath: "$.e", Next: "Caught" }];

  test("after its TimeoutSeconds, from a path too", async () => {
    const asked: number[] = [];
    const callbackMs = (seconds: number) => {
      asked.push(seconds);
      return 0;
    };
    const task = { TimeoutSecondsPath: "$.days", Catch };
    const { lab, execution, taskToken } = await waiting(task, { pace: { callbackMs } }, { days: 172_800 });
    expect((await execution.done).output).toEqual({ days: 172_800, e: { Error: "States.Timeout", Cause: "" } });
    expect(asked).toEqual([172_800]);
    await expect(lab.call("SendTaskSuccess", { taskToken, output: "1" })).rejects.toMatchObject(SPENT);
  });

  test("a TimeoutSeconds while the call has not answered: what it answers later changes nothing", async () => {
    let answer: (value: JsonObject) => void = () => {};
    const respond = () =>
      new Promise<JsonObject>((resolve) => {
        answer = resolve;
      });
    const { lab, execution } = await waiting({ TimeoutSeconds: 5 }, { respond, pace: { callbackMs: () => 0 } });
    expect(await execution.done).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(lab.stepFunctions.busy).toBe(0);
    const before = execution.events().length;
    answer({});
    await new Promise(setImmediate);
    expect(execution.events()).toHaveLength(before);
    expect(lab.stepFunctions.busy).toBe(0);
  });

  test.each([
    ["States.HeartbeatTimeout", true],
    ["States.Timeout", true],
    ["States.ALL", true],
    ["States.TaskFailed", false],
  ])("after its HeartbeatSeconds: %s catches it: %s", async (name, caught) => {
    const task = { HeartbeatSecondsPath: "$.s", Catch: [{ ErrorEquals: [name], ResultPath: "$.e", Next: "Caught" }] };
    const { execution } = await waiting(task, { pace: { callbackMs: () => 0 } }, { s: 60 });
    const { status, output, error } = await execution.done;
    expect(status).toBe(caught ? "SUCCEEDED" : "FAILED");
    // As on AWS: only Retry and Catch distinguish a missing heartbeat from a timeout.
    if (caught) expect(output).toMatchObject({ e: { Error: "States.Timeout" } });
    else expect(error).toBe("States.Timeout");
  });

  test("States.HeartbeatTimeout does not catch a timeout", async () => {
    const task = { TimeoutSeconds: 60, Catch: [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "Caught" }] };
    const { execution } = await waiting(task, { pace: { callbackMs: () => 0 } });
    expect(await execution.done).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });

  test.each(["$.none", "$.text", "$.zero"])("not after seconds from the path %s, which are none", async (path) => {
    const lab = new Lab(machine({ HeartbeatSecondsPath: path }));
    expect(await lab.run({ text: "5", zero: 0 })).toMatchObject({ error: "States.Runtime" });
    expect(lab.calls).toEqual([]);
  });
});

describe("heartbeats", () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] }));
  afterEach(() => jest.useRealTimers());

  test("put the end of the wait off, each by the whole time, and its end leaves no timer behind", async () => {
    const pace = { callbackMs: (seconds: number) => seconds * 1000 };
    const { lab, execution, taskToken } = await waiting({ HeartbeatSeconds: 60, TimeoutSeconds: 2_592_000 }, { pace });
    for (const _ of "123") {
      jest.advanceTimersByTime(59_999);
      await lab.call("SendTaskHeartbeat", { taskToken });
    }
    jest.advanceTimersByTime(59_999);
    await new Promise(setImmediate);
    expect(execution.status).toBe("RUNNING");
    jest.advanceTimersByTime(1);
    expect(await execution.done).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    await expect(lab.call("SendTaskHeartbeat", { taskToken })).rejects.toMatchObject(SPENT);
    expect(jest.getTimerCount()).toBe(0);
  });

  test("do not put off the timeout of the task, though it is 30 days away", async () => {
    const pace = { callbackMs: (seconds: number) => seconds * 1000 };
    const { lab, execution, taskToken } = await waiting(
      { HeartbeatSeconds: 1_728_000, TimeoutSeconds: 2_592_000 },
      { pace },
    );
    jest.advanceTimersByTime(1_727_000_000);
    await lab.call("SendTaskHeartbeat", { taskToken });
    jest.advanceTimersByTime(864_999_999);
    await new Promise(setImmediate);
    expect(execution.status).toBe("RUNNING");
    jest.advanceTimersByTime(1);
    // In the same turn of the event loop: an answer that counts no more is not taken either.
    await expect(lab.call("SendTaskSuccess", { taskToken, output: "1" })).rejects.toMatchObject(SPENT);
    expect(await execution.done).toMatchObject({ error: "States.Timeout" });
    expect(jest.getTimerCount()).toBe(0);
  });
});
