import { type AwsCall, AwsError } from "../../../../../tools/aws/aws";
import { startSchedules } from "../../../../../tools/aws/schedules";
import type { JsonObject } from "../../../../../tools/support/json";
import { openLab, stoppedClock } from "./lab";

/** Starts the schedules; `serve` answers each call, and `enough` decides when they stop. */
async function tick(serve: (call: AwsCall) => JsonObject, enough: (calls: readonly AwsCall[]) => boolean) {
  const clock = stoppedClock();
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const lab = openLab((call) => {
    if (enough(lab.calls)) stop();
    return serve(call);
  });
  const schedules = startSchedules({ ...lab, pace: clock });
  await stopped;
  await schedules.stop();
  lab.close();
  return { ...lab, clock, schedules };
}

const starts = (calls: readonly AwsCall[]) => calls.filter(({ action }) => action === "StartExecution");

describe("the schedules of the deployment", () => {
  it("start their target every so often, with its input and role", async () => {
    const { calls, clock, schedules } = await tick(
      () => ({ executionArn: "arn:of:execution" }),
      (made) => made.length === 3,
    );
    expect(calls.slice(0, 3)).toEqual(
      [1, 2, 3].map(() => ({
        service: "states",
        action: "StartExecution",
        input: {
          stateMachineArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:reconcile",
          input: '{"limitSeconds":120}',
        },
        principal: {
          arn: "arn:aws:iam::123456789012:role/reconcile",
          actor: "schedule reconcile",
          service: {
            name: "scheduler.amazonaws.com",
            sourceArn: "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/default",
          },
        },
      })),
    );
    expect(clock.waited.slice(0, 3)).toEqual([300, 300, 300]);
    expect([...schedules.targets]).toEqual(["arn:aws:states:eu-central-1:123456789012:stateMachine:reconcile"]);
  });

  it("start it on time, whatever still waits in a queue or runs: so it is on AWS", async () => {
    const { calls } = await tick(
      () => ({}),
      (made) => made.length === 2,
    );
    expect(calls.map(({ action }) => action)).toEqual(["StartExecution", "StartExecution"]);
  });

  it("send a start that fails for good to the dead-letter queue, and go on", async () => {
    const { calls } = await tick(
      ({ service }) => {
        if (service === "states") throw new AwsError("StateMachineDoesNotExist", "told by the test");
        return {};
      },
      (made) => starts(made).length === 2,
    );
    const letter = calls.find(({ action }) => action === "SendMessage");
    expect(letter).toMatchObject({
      // Unlike a rule's, which EventBridge sends in its own name.
      principal: { arn: "arn:aws:iam::123456789012:role/reconcile" },
      input: { MessageBody: '{"limitSeconds":120}', QueueUrl: "http://127.0.0.1:4566/123456789012/dlq" },
    });
  });

  it.each([
    ["rate(1 minute)", 60],
    ["rate(2 hours)", 7_200],
    ["rate(1 day)", 86_400],
  ])("read %s", async (expression, seconds) => {
    const lab = openLab(
      () => ({}),
      ({ resource = {} }) => {
        Object.assign(resource.aws_scheduler_schedule?.reconcile ?? {}, { schedule_expression: expression });
      },
    );
    const clock = stoppedClock();
    const schedules = startSchedules({ ...lab, pace: clock });
    expect(clock.waited).toEqual([seconds]);
    await schedules.stop();
    lab.close();
  });

  it("refuse what does not go by a rate, with its address", () => {
    const lab = openLab(
      () => ({}),
      ({ resource = {} }) => {
        Object.assign(resource.aws_scheduler_schedule?.reconcile ?? {}, { schedule_expression: "cron(0 * * * ? *)" });
      },
    );
    expect(() => startSchedules({ ...lab, pace: stoppedClock() })).toThrow(
      "aws_scheduler_schedule.reconcile: the local run supports rate(N minutes|hours|days) only, not cron(0 * * * ? *)",
    );
    lab.close();
  });
});
