import type { JsonObject } from "../../../../tools/support/json";
import { CALL, Lab, type LabCall, payload } from "./support/lab";

beforeEach(() => jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] }));
afterEach(() => jest.useRealTimers());

/** A Task of 5 seconds in an execution of 8, and what a test does with the call while it lasts. */
async function calling(changes: JsonObject = {}) {
  let call: LabCall | undefined;
  let answer: (value: JsonObject) => void = () => {};
  const respond = (made: LabCall) => {
    call = made;
    return new Promise<JsonObject>((resolve) => {
      answer = resolve;
    });
  };
  const states = { S: { ...CALL, End: true, TimeoutSeconds: 5, ...changes } };
  const lab = new Lab({ StartAt: "S", TimeoutSeconds: 8, States: states }, { respond });
  const execution = await lab.start();
  await new Promise(setImmediate);
  return { execution, hold: () => call?.clock?.hold() ?? (() => {}), answer: () => answer(payload(1)) };
}

const passes = async (ms: number) => {
  jest.advanceTimersByTime(ms);
  await new Promise(setImmediate);
};

test("the time that a call waits for capacity of this machine counts towards no limit", async () => {
  const { execution, hold, answer } = await calling();
  await passes(4_999);
  const release = hold();
  await passes(3_600_000);
  release();
  expect(execution.status).toBe("RUNNING");
  answer();
  expect(await execution.done).toMatchObject({ status: "SUCCEEDED" });
  expect(jest.getTimerCount()).toBe(0);
});

test("and what is left of the Task's limit then goes on", async () => {
  const { execution, hold } = await calling();
  await passes(2_000);
  const release = hold();
  await passes(3_600_000);
  release();
  await passes(2_999);
  expect(execution.status).toBe("RUNNING");
  await passes(1);
  expect(await execution.done).toMatchObject({ status: "FAILED", error: "States.Timeout" });
});

test("and what is left of the execution's limit then goes on", async () => {
  const { execution, hold } = await calling({ TimeoutSeconds: 60 });
  const release = hold();
  await passes(3_600_000);
  release();
  await passes(7_999);
  expect(execution.status).toBe("RUNNING");
  await passes(1);
  expect(await execution.done).toMatchObject({ status: "TIMED_OUT" });
});
