import { jsonAnswer, jsonOf } from "../../../../tools/rehearse/proxy/call";
import { bucketNotification } from "../../../../tools/rehearse/proxy/interventions/bucket-notification";
import { bucketPolicy } from "../../../../tools/rehearse/proxy/interventions/bucket-policy";
import { functionSettings } from "../../../../tools/rehearse/proxy/interventions/function-settings";
import { machineTypes } from "../../../../tools/rehearse/proxy/interventions/machine-types";
import { objectChecksum } from "../../../../tools/rehearse/proxy/interventions/object-checksum";
import { queuePolicies } from "../../../../tools/rehearse/proxy/interventions/queue-policies";
import { jsonCall, RecordedMoto, restCall, textAnswer } from "./recorded";

const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:intake";

it("reports an Express machine and its versions as Express, and others as moto does", async () => {
  const moto = new RecordedMoto((call) =>
    jsonAnswer({ type: "STANDARD", stateMachineArn: machine, ...Object(jsonOf(call)).asked }),
  );
  const aws = moto.behind(machineTypes());
  await aws(jsonCall("states", "CreateStateMachine", { type: "EXPRESS" }));
  const typeOf = async (stateMachineArn: string) =>
    Object(jsonOf(await aws(jsonCall("states", "DescribeStateMachine", { asked: { stateMachineArn } })))).type;
  expect(await typeOf(machine)).toBe("EXPRESS");
  expect(await typeOf(`${machine}:3`)).toBe("EXPRESS");
  expect(await typeOf(`${machine}-other`)).toBe("STANDARD");
});

describe("the policies of a queue", () => {
  const QueueUrl = "http://127.0.0.1:5000/123456789012/orders";
  const RedrivePolicy = '{"deadLetterTargetArn":"dlq","maxReceiveCount":5}';
  const attributes = (it: unknown) => Object(it).Attributes;
  const set = (Attributes: object) => jsonCall("sqs", "SetQueueAttributes", { QueueUrl, Attributes });
  const get = (...AttributeNames: string[]) => jsonCall("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames });

  it("survive a change of other attributes", async () => {
    const moto = new RecordedMoto();
    const aws = moto.behind(queuePolicies());
    await aws(set({ Policy: "{}" }));
    await aws(set({ VisibilityTimeout: "60" }));
    expect(attributes(moto.inputs("SetQueueAttributes")[1])).toEqual({ Policy: "{}", VisibilityTimeout: "60" });
  });

  it("can be changed two at a time", async () => {
    const moto = new RecordedMoto();
    const aws = moto.behind(queuePolicies());
    await aws(set({ Policy: "{}", RedriveAllowPolicy: "{}" }));
    await Promise.all([aws(set({ Policy: "" })), aws(set({ RedriveAllowPolicy: "" }))]);
    expect(moto.inputs("SetQueueAttributes").slice(1).map(attributes)).toEqual([
      { Policy: "" },
      { Policy: "", RedriveAllowPolicy: "" },
    ]);
    expect(attributes(jsonOf(await aws(get("All"))))).toEqual({});
  });

  it("are returned in the text in which they were set, but only if moto has an equal value", async () => {
    let read = '{"deadLetterTargetArn": "dlq", "maxReceiveCount": 5}';
    const aws = new RecordedMoto(() => jsonAnswer({ Attributes: { RedrivePolicy: read } })).behind(queuePolicies());
    await aws(set({ RedrivePolicy }));
    expect(attributes(jsonOf(await aws(get("All"))))).toEqual({ RedrivePolicy });
    read = '{"deadLetterTargetArn": "another", "maxReceiveCount": 5}';
    expect(attributes(jsonOf(await aws(get("All"))))).toEqual({ RedrivePolicy: read });
  });

  it("include RedriveAllowPolicy, without asking moto for the attribute that it refuses", async () => {
    const moto = new RecordedMoto();
    const aws = moto.behind(queuePolicies());
    await aws(set({ RedriveAllowPolicy: "{}" }));
    expect(attributes(jsonOf(await aws(get("RedriveAllowPolicy"))))).toEqual({ RedriveAllowPolicy: "{}" });
    expect(moto.inputs("GetQueueAttributes")).toEqual([{ QueueUrl, Attributes: {}, AttributeNames: [] }]);
    await aws(jsonCall("sqs", "DeleteQueue", { QueueUrl }));
    expect(attributes(jsonOf(await aws(get("RedriveAllowPolicy"))))).toEqual({});
  });
});

describe("the settings of a function", () => {
  const given = { KMSKeyArn: "key", DeadLetterConfig: { TargetArn: "dlq" }, LoggingConfig: { LogFormat: "JSON" } };
  const path = "/2015-03-31/functions";
  const create = restCall("lambda", "POST", path, JSON.stringify({ FunctionName: "ship-order", ...given }));

  it("are in every answer with its configuration", async () => {
    const whole = new RecordedMoto(() => jsonAnswer({ MemorySize: 256 }));
    const aws = whole.behind(functionSettings());
    await aws(create);
    expect(jsonOf(await aws(restCall("lambda", "GET", `${path}/ship-order/configuration`)))).toMatchObject(given);
  });

  it("are in GetFunction's answer, with later changes", async () => {
    const moto = new RecordedMoto(() => jsonAnswer({ Configuration: { MemorySize: 256 }, Code: {} }));
    const aws = moto.behind(functionSettings());
    await aws(create);
    await aws(restCall("lambda", "PUT", `${path}/ship-order/configuration`, '{"KMSKeyArn":"another"}'));
    const described = jsonOf(await aws(restCall("lambda", "GET", `${path}/ship-order`)));
    expect(described).toEqual({ Configuration: { MemorySize: 256, ...given, KMSKeyArn: "another" }, Code: {} });
  });
});

describe("the notifications of a bucket", () => {
  const empty = '<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>';
  const put = (body: string) => restCall("s3", "PUT", "/payloads?notification=", body);
  const read = async (aws: ReturnType<RecordedMoto["behind"]>) =>
    (await aws(restCall("s3", "GET", "/payloads?notification="))).body.toString();

  it("go to EventBridge while the put configuration says so", async () => {
    const aws = new RecordedMoto(() => textAnswer(empty)).behind(bucketNotification());
    expect(await read(aws)).toBe(empty);
    await aws(put("<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>"));
    expect(await read(aws)).toContain(
      "<EventBridgeConfiguration></EventBridgeConfiguration></NotificationConfiguration>",
    );
    await aws(put("<NotificationConfiguration/>"));
    expect(await read(aws)).toBe(empty);
  });
});

it("names the algorithm of a checksum if the caller does not", async () => {
  const moto = new RecordedMoto();
  const aws = moto.behind(objectChecksum);
  const put = restCall("s3", "PUT", "/payloads/lines/1", "[]");
  await aws({ ...put, headers: { ...put.headers, "x-amz-checksum-sha256": "..." } });
  await aws({
    ...put,
    headers: { ...put.headers, "x-amz-checksum-sha256": "...", "x-amz-sdk-checksum-algorithm": "SHA1" },
  });
  await aws(put);
  expect(moto.asked.map(({ headers }) => headers["x-amz-sdk-checksum-algorithm"])).toEqual([
    "SHA256",
    "SHA1",
    undefined,
  ]);
});

it("returns a bucket's original policy, and hides denials under a condition from moto", async () => {
  const [forAll, forS3] = [
    { Sid: "1", Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Sid: "2", Effect: "Allow", Principal: { Service: "logging.s3.amazonaws.com" } },
  ];
  let kept: unknown;
  const moto = new RecordedMoto((call) => {
    if (call.method === "PUT") kept = jsonOf(call);
    return jsonAnswer(Object(kept));
  });
  const aws = moto.behind(bucketPolicy());
  const came = { Version: "2012-10-17", Statement: [forAll, forS3] };
  await aws(restCall("s3", "PUT", "/access-log?policy=", JSON.stringify(came)));
  expect(kept).toEqual({ Version: "2012-10-17", Statement: [forS3] });
  const get = restCall("s3", "GET", "/access-log?policy=");
  expect(jsonOf(await aws(get))).toEqual(came);
  kept = { Version: "2012-10-17", Statement: [] };
  expect(jsonOf(await aws(get))).toEqual(kept);
});
