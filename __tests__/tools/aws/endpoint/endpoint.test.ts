import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient, StartExecutionCommand, StartSyncExecutionCommand } from "@aws-sdk/client-sfn";
import { AwsError, type AwsService, LocalAws, type Principal } from "../../../../tools/aws/aws";
import { credentialsOf, localPerson } from "../../../../tools/aws/credentials";
import { Endpoint } from "../../../../tools/aws/endpoint";
import type { JsonObject } from "../../../../tools/support/json";
import { everyone } from "../everyone";
import { clientOptions, type Running, startLocalAws } from "../services/fixture";

interface Seen {
  readonly action: string;
  readonly input: JsonObject;
  readonly principal: Principal;
}

/** A service with programmable answers that records its calls. */
class Scripted implements AwsService {
  readonly seen: Seen[] = [];
  answer: () => JsonObject = () => ({});

  constructor(readonly service: string) {}

  async call(action: string, input: JsonObject, principal: Principal): Promise<JsonObject> {
    this.seen.push({ action, input, principal });
    return this.answer();
  }
}

const states = new Scripted("states");
const lambda = new Scripted("lambda");
let local: Running;
beforeAll(async () => {
  local = await startLocalAws({ others: [states, lambda] });
});
afterAll(() => local.close());
beforeEach(() => {
  states.seen.length = 0;
  lambda.seen.length = 0;
});

const sfn = (accessKeyId?: string) =>
  new SFNClient({ ...clientOptions(local.endpoint, accessKeyId), disableHostPrefix: true });
const machine = "arn:aws:states:eu-central-1:123456789012:stateMachine:m";
const start = (accessKeyId?: string) => sfn(accessKeyId).send(new StartExecutionCommand({ stateMachineArn: machine }));

/** A signed request, as far as the endpoint reads the signature. */
function signed(service: string, headers: Record<string, string>, body: string, path = "/") {
  const credential = `Credential=local/20260101/eu-central-1/${service}/aws4_request`;
  return fetch(`${local.endpoint.url}${path}`, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`, ...headers },
    body,
  });
}

describe("who calls what", () => {
  test("action, input and output pass", async () => {
    states.answer = () => ({ executionArn: "arn", startDate: 1_767_225_600.5 });
    expect(await start()).toMatchObject({ executionArn: "arn", startDate: new Date("2026-01-01T00:00:00.500Z") });
    expect(states.seen).toEqual([
      { action: "StartExecution", input: { stateMachineArn: machine }, principal: localPerson },
    ]);
  });

  test("the access key identifies the role", async () => {
    const arn = "arn:aws:iam::123456789012:role/orders-test-hand-over";
    await start(credentialsOf(arn).accessKeyId);
    expect(states.seen).toMatchObject([{ principal: { arn } }]);
  });

  test("a presigned URL identifies service and caller as a header does", async () => {
    const query = new URLSearchParams({ "X-Amz-Credential": "local/20260101/eu-central-1/states/aws4_request" });
    const response = await fetch(`${local.endpoint.url}/?${query}`, {
      method: "POST",
      headers: { "x-amz-target": "AWSStepFunctions.ListStateMachines" },
      body: "{}",
    });
    expect(response.status).toBe(200);
    expect(states.seen).toMatchObject([{ action: "ListStateMachines", principal: localPerson }]);
  });

  test("the answer to an unsigned request says how to sign", async () => {
    const response = await fetch(`${local.endpoint.url}/`);
    expect(response.status).toBe(403);
    expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationToken");
    expect(await response.json()).toMatchObject({ message: expect.stringContaining("AWS_ACCESS_KEY_ID=local") });
  });

  test("every answer has its own request id", async () => {
    const ids = [];
    for (let call = 0; call < 2; call++) {
      const response = await signed("states", { "x-amz-target": "AWSStepFunctions.X" }, "{}");
      ids.push(response.headers.get("x-amzn-requestid"));
    }
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[1]).not.toBe(ids[0]);
  });
});

describe("errors", () => {
  test("an error's name, message and fields reach the SDK", async () => {
    states.answer = () => {
      throw new AwsError("ExecutionDoesNotExist", "There is no such execution.", 400, { hint: "look again" });
    };
    await expect(start()).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
      message: "There is no such execution.",
      hint: "look again",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test("a fault of this program is answered without its stack and logged", async () => {
    const fault = new TypeError("boom");
    states.answer = () => {
      throw fault;
    };
    const response = await signed("states", { "x-amz-target": "AWSStepFunctions.StartExecution" }, "{}");
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      __type: "InternalFailure",
      message: "The local run failed on this call: boom",
    });
    expect(text).not.toContain("at ");
    expect(local.faults.splice(0)).toEqual([fault]);
  });

  test.each([
    ["logs", { "x-amz-target": "Logs_20140328.CreateLogGroup" }, "/", "logs:CreateLogGroup"],
    ["iam", { "content-type": "application/x-www-form-urlencoded" }, "/", "iam:ListRoles"],
    ["apigateway", {}, "/restapis", "apigateway:POST /restapis"],
    ["lambda", {}, "/2015-03-31/event-source-mappings/", "lambda:POST /2015-03-31/event-source-mappings/"],
    ["dynamodb", { "x-amz-target": "DynamoDB_20120810.ExportTable" }, "/", "dynamodb:ExportTable"],
  ])("%s: an action that is not served is answered 501 with its name", async (service, headers, path, action) => {
    const response = await signed(service, headers, service === "iam" ? "Action=ListRoles&Version=1" : "{}", path);
    expect(response.status).toBe(501);
    const text = await response.text();
    expect(text).toContain(`The local run does not serve ${action}.`);
    expect(text).toContain(service === "iam" ? "<Code>NotImplemented</Code>" : "message");
  });

  test.each(["{", "[]", "null", '"text"'])("the body %s is not an input", async (body) => {
    const response = await signed("states", { "x-amz-target": "AWSStepFunctions.StartExecution" }, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: "SerializationException" });
    expect(states.seen).toEqual([]);
  });

  test("a body of 32 MiB is taken, and one byte more is refused", async () => {
    states.answer = () => ({});
    const target = { "x-amz-target": "AWSStepFunctions.StartExecution" };
    const body = (bytes: number) => `{"input":"${"x".repeat(bytes - '{"input":""}'.length)}"}`;
    expect((await signed("states", target, body(32 * 1024 * 1024))).status).toBe(200);
    expect((await signed("states", target, body(32 * 1024 * 1024 + 1))).status).toBe(413);
    expect(states.seen).toHaveLength(1);
  });

  test("an error of DynamoDB is one of its own classes in the SDK", async () => {
    const client = new DynamoDBClient(clientOptions(local.endpoint));
    const put = client.send(new PutItemCommand({ TableName: "nowhere", Item: { pk: { S: "a" } } }));
    await expect(put).rejects.toMatchObject({ name: "ResourceNotFoundException", $fault: "client" });
    client.destroy();
  });
});

describe("Lambda", () => {
  const client = () => new LambdaClient(clientOptions(local.endpoint));
  const arn = "arn:aws:lambda:eu-central-1:123456789012:function:f";

  test("a function's name or ARN, its payload and its answer pass as they are", async () => {
    lambda.answer = () => ({ StatusCode: 200, Payload: '{"valid":true,"ä":1}' });
    const answer = await client().send(new InvokeCommand({ FunctionName: arn, Payload: '{"body":"ä"}' }));
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(answer.FunctionError).toBeUndefined();
    expect(answer.Payload?.transformToString()).toBe('{"valid":true,"ä":1}');
    expect(lambda.seen).toMatchObject([
      { action: "Invoke", input: { FunctionName: arn, Payload: '{"body":"ä"}', InvocationType: "RequestResponse" } },
    ]);
  });

  test("LogType Tail is passed on, and its LogResult is answered", async () => {
    lambda.answer = () => ({ StatusCode: 200, Payload: "1", LogResult: "bG9n" });
    const answer = await client().send(new InvokeCommand({ FunctionName: "f", LogType: "Tail" }));
    expect(answer.LogResult).toBe("bG9n");
    expect(lambda.seen).toMatchObject([{ input: { LogType: "Tail" } }]);
  });

  test("what a function throws is an answer with FunctionError", async () => {
    const payload = '{"errorType":"PaymentDeclined","errorMessage":"no"}';
    lambda.answer = () => ({ StatusCode: 200, Payload: payload, FunctionError: "Unhandled" });
    const answer = await client().send(new InvokeCommand({ FunctionName: "f" }));
    expect(answer.FunctionError).toBe("Unhandled");
    expect(answer.Payload?.transformToString()).toBe(payload);
  });

  test("an invocation that is not waited for is passed on as such", async () => {
    lambda.answer = () => ({ StatusCode: 202, Payload: "" });
    const answer = await client().send(new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }));
    expect(answer.StatusCode).toBe(202);
    expect(lambda.seen).toMatchObject([{ input: { InvocationType: "Event" } }]);
  });

  test("an unknown function is refused as Lambda refuses it", async () => {
    lambda.answer = () => {
      throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
    };
    await expect(client().send(new InvokeCommand({ FunctionName: "f" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `Function not found: ${arn}`,
    });
  });
});

test("StartSyncExecution works for clients that leave its host prefix out", async () => {
  states.answer = () => ({ executionArn: "arn", status: "SUCCEEDED", startDate: 0, stopDate: 1 });
  const answer = await sfn().send(new StartSyncExecutionCommand({ stateMachineArn: machine }));
  expect(answer.status).toBe("SUCCEEDED");
});

describe("start and end", () => {
  test("a port in use is reported in one line with the option that chooses another", async () => {
    const port = Number(new URL(local.endpoint.url).port);
    await expect(Endpoint.listen(port)).rejects.toThrow(
      `Port ${port} of the AWS endpoint is in use. Choose another: --aws-port N (0 picks a free one).`,
    );
  });

  test("a call that comes before there is anything to serve is answered once there is", async () => {
    const endpoint = await Endpoint.listen(0);
    const early = fetch(endpoint.url).then((response) => response.status);
    endpoint.serve({ aws: new LocalAws(everyone), fauxqs: { socket: "/none" } });
    await expect(early).resolves.toBe(403);
    await endpoint.close();
  });

  test("it listens on loopback only and ends at once, open connections included", async () => {
    const endpoint = await Endpoint.listen(0);
    endpoint.serve({ aws: new LocalAws(everyone), fauxqs: { socket: "/none" } });
    expect(endpoint.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await fetch(endpoint.url).then((response) => response.text());
    await endpoint.close();
    await expect(fetch(endpoint.url)).rejects.toThrow("fetch failed");
  });
});
