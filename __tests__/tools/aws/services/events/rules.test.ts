import { type AwsCall, AwsError } from "../../../../../tools/aws/aws";
import { Events } from "../../../../../tools/aws/services/events";
import type { Delivery } from "../../../../../tools/aws/services/events/execution-target";
import { Rules } from "../../../../../tools/aws/services/events/rules";
import type { JsonObject } from "../../../../../tools/support/json";
import { type Lab, openLab, stoppedClock } from "./lab";

const created = (key: string) => ({
  source: "aws.s3",
  detailType: "Object Created",
  detail: { bucket: { name: "payloads" }, object: { key } },
});

describe("the rules of the deployment", () => {
  let lab: Lab;
  let rules: Rules;
  let events: Events;
  let clock: ReturnType<typeof stoppedClock>;
  let deliveries: Delivery[];
  let serve: (call: AwsCall) => JsonObject;

  beforeEach(() => {
    serve = () => ({ executionArn: "arn:of:execution" });
    lab = openLab((call) => serve(call));
    clock = stoppedClock();
    events = new Events(lab.deployment, lab.aws);
    rules = new Rules({ ...lab, events, pace: clock });
    deliveries = [];
    rules.onDelivery((_event, delivery) => deliveries.push(delivery));
  });
  afterEach(async () => {
    await rules.close();
    lab.close();
  });

  const delivered = async () => {
    while (rules.pending > 0) await new Promise((resolve) => setImmediate(resolve));
  };
  const fails = (code: string, status: number) => {
    serve = ({ service }) => {
      if (service === "states") throw new AwsError(code, "told by the test", status);
      return {};
    };
  };

  it("start the target of an event that matches, with the target's role and the transformed input", async () => {
    events.emit(created("uploads/1"));
    expect(rules.pending).toBe(1);
    await delivered();
    expect(lab.calls).toEqual([
      {
        service: "states",
        action: "StartExecution",
        input: {
          stateMachineArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:intake",
          input: '{"key":"uploads/1"}',
        },
        principal: {
          arn: "arn:aws:iam::123456789012:role/uploaded",
          actor: "rule uploaded",
          service: {
            name: "events.amazonaws.com",
            sourceArn: "arn:aws:events:eu-central-1:123456789012:rule/uploaded",
          },
        },
      },
    ]);
    expect(deliveries).toEqual([{ executionArn: "arn:of:execution" }]);
  });

  it("leave alone what does not match, what comes on another bus, and what a disabled rule is about", async () => {
    events.emit(created("lines/1"));
    events.emit({ ...created("uploads/1"), source: "aws.sqs" });
    const entry = {
      Source: "aws.s3",
      DetailType: "Object Created",
      Detail: JSON.stringify(created("uploads/1").detail),
    };
    await events.call("PutEvents", { Entries: [{ ...entry, EventBusName: "other" }] });
    await delivered();
    expect(lab.calls).toEqual([]);
    await events.call("PutEvents", { Entries: [entry] });
    await delivered();
    expect(lab.calls).toHaveLength(1);
  });

  it("try again after throttling, with growing pauses, and then deliver", async () => {
    let failures = 2;
    serve = () => {
      failures -= 1;
      if (failures >= 0) throw new AwsError("ThrottlingException", "slow down");
      return { executionArn: "arn:of:execution" };
    };
    events.emit(created("uploads/1"));
    await delivered();
    expect([lab.calls.length, clock.waited]).toEqual([3, [1, 2]]);
    expect(deliveries).toEqual([{ executionArn: "arn:of:execution" }]);
  });

  it("send what fails for good to the dead-letter queue: the event, and why", async () => {
    fails("ServiceUnavailable", 503);
    events.emit(created("uploads/1"));
    await delivered();
    // The first attempt and two retries, as the target's policy says.
    expect(lab.calls.map(({ action }) => action)).toEqual([
      "StartExecution",
      "StartExecution",
      "StartExecution",
      "SendMessage",
    ]);
    const letter = lab.calls[3];
    expect(letter).toMatchObject({
      principal: { arn: "events.amazonaws.com" },
      input: {
        QueueUrl: "http://127.0.0.1:4566/123456789012/dlq",
        MessageAttributes: {
          ERROR_CODE: { StringValue: "ServiceUnavailable" },
          RETRY_ATTEMPTS: { StringValue: "2" },
        },
      },
    });
    expect(JSON.parse(String(letter?.input.MessageBody))).toMatchObject({
      source: "aws.s3",
      "detail-type": "Object Created",
      account: "123456789012",
      region: "eu-central-1",
      detail: { object: { key: "uploads/1" } },
    });
    expect(deliveries).toEqual([{ executionArn: undefined }]);
    expect(lab.problems).toEqual([expect.stringContaining("told by the test")]);
  });

  it.each(["AccessDeniedException", "StateMachineDoesNotExist", "InvalidExecutionInput"])(
    "do not try again after %s",
    async (code) => {
      fails(code, 400);
      events.emit(created("uploads/1"));
      await delivered();
      expect(lab.calls.map(({ action }) => action)).toEqual(["StartExecution", "SendMessage"]);
    },
  );

  it("say so where the dead-letter queue cannot be reached either", async () => {
    serve = () => {
      throw new AwsError("AccessDeniedException", "told by the test");
    };
    events.emit(created("uploads/1"));
    await delivered();
    expect(lab.problems).toEqual([expect.stringContaining("failed too")]);
  });
});

describe("a rule that cannot be served is refused with its address", () => {
  it.each([
    [
      "a target that is no state machine",
      { aws_cloudwatch_event_target: { intake: { arn: "arn:aws:lambda:eu-central-1:123456789012:function:f" } } },
      "aws_cloudwatch_event_target.intake: the local run starts state machines only",
    ],
    [
      "a pattern that is not supported",
      { aws_cloudwatch_event_rule: { uploaded: { event_pattern: '{"source":[{"numeric":[">",1]}]}' } } },
      "aws_cloudwatch_event_rule.uploaded: the event pattern has",
    ],
    [
      "a template with an unknown name",
      {
        aws_cloudwatch_event_target: {
          intake: { input_transformer: { input_paths: {}, input_template: '{"key":<key>}' } },
        },
      },
      "aws_cloudwatch_event_target.intake: the input template has <key>",
    ],
  ])("%s", (_name, changes, message) => {
    const lab = openLab(
      () => ({}),
      ({ resource = {} }) => {
        for (const [type, named] of Object.entries(changes))
          for (const [name, fields] of Object.entries(named)) Object.assign(resource[type]?.[name] ?? {}, fields);
      },
    );
    const events = new Events(lab.deployment, lab.aws);
    expect(() => new Rules({ ...lab, events, pace: stoppedClock() })).toThrow(message);
    lab.close();
  });
});
