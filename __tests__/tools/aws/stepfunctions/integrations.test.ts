import { AwsError } from "../../../../tools/aws/aws";
import type { JsonObject } from "../../../../tools/support/json";
import { failing, Lab, payload, type Responder, ROLE, runState } from "./support/lab";

function task(resource: string, Parameters: JsonObject): JsonObject {
  return { Type: "Task", Resource: `arn:aws:states:::${resource}`, Parameters };
}

/** Runs one task and returns its calls and its end. */
async function perform(resource: string, parameters: JsonObject, respond: Responder = () => ({})) {
  const lab = new Lab({ StartAt: "S", States: { S: { ...task(resource, parameters), End: true } } }, { respond });
  const { output, error, cause, execution } = await lab.run();
  return { call: lab.calls[0], output, error, cause, execution };
}

const refusing =
  (code: string, status = 400): Responder =>
  () => {
    throw new AwsError(code, "Said no", status);
  };

test("every call is made by Step Functions in the role of the machine, for a state", async () => {
  const { call } = await perform("dynamodb:getItem", { TableName: "t", Key: {} });
  expect(call?.principal).toEqual({
    arn: ROLE,
    actor: "lab/S",
    service: { name: "states.amazonaws.com", sourceArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:lab" },
  });
});

describe("lambda:invoke", () => {
  test("hands the payload over as JSON text, and gives the result parsed", async () => {
    const { call, output } = await perform("lambda:invoke", { FunctionName: "f", Payload: { a: 1 } }, () =>
      payload({ b: "x" }),
    );
    expect(call).toMatchObject({
      service: "lambda",
      action: "Invoke",
      input: { FunctionName: "f", Payload: '{"a":1}' },
    });
    expect(output).toMatchObject({ ExecutedVersion: "$LATEST", Payload: { b: "x" }, StatusCode: 200 });
  });

  test("an error of the function: its type is the name, and the whole answer the cause", async () => {
    const { error, cause } = await perform("lambda:invoke", { FunctionName: "f" }, () => failing("PaymentDeclined"));
    expect(error).toBe("PaymentDeclined");
    expect(JSON.parse(String(cause))).toEqual({
      errorType: "PaymentDeclined",
      errorMessage: "told by the test",
      trace: ["at f"],
    });
  });

  test("an error of Lambda itself", async () => {
    const { error, cause } = await perform(
      "lambda:invoke",
      { FunctionName: "f" },
      refusing("ResourceNotFoundException", 404),
    );
    expect(error).toBe("Lambda.ResourceNotFoundException");
    expect(cause).toMatch(
      /^Said no \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [\w-]{36}; Proxy: null\)$/,
    );
  });
});

describe("dynamodb", () => {
  test.each([
    ["getItem", "GetItem"],
    ["putItem", "PutItem"],
    ["updateItem", "UpdateItem"],
    ["deleteItem", "DeleteItem"],
  ])("%s calls %s and gives its answer", async (resource, action) => {
    const answer = { Item: { n: { N: "1" } } };
    const { call, output } = await perform(`dynamodb:${resource}`, { TableName: "t" }, () => answer);
    expect(call).toMatchObject({ service: "dynamodb", action, input: { TableName: "t" } });
    expect(output).toMatchObject(answer);
  });

  test.each([
    ["ConditionalCheckFailedException", "DynamoDB.ConditionalCheckFailedException"],
    ["ValidationException", "DynamoDB.AmazonDynamoDBException"],
    ["AccessDeniedException", "DynamoDB.AmazonDynamoDBException"],
  ])("%s shows as %s", async (code, name) => {
    const { error, cause } = await perform("dynamodb:putItem", { TableName: "t" }, refusing(code));
    expect(error).toBe(name);
    expect(cause).toContain(`(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ${code}; Request ID: `);
  });
});

describe("messages that are objects are sent as JSON text, and text as it is", () => {
  test.each([
    [{ a: 'say "hi"' }, '{"a":"say \\"hi\\""}'],
    ["text", "text"],
  ])("%j", async (message, sent) => {
    const queued = await perform("sqs:sendMessage", { QueueUrl: "q", MessageBody: message }, () => ({
      MessageId: "1",
    }));
    expect(queued.call).toMatchObject({
      service: "sqs",
      action: "SendMessage",
      input: { QueueUrl: "q", MessageBody: sent },
    });
    expect(queued.output).toMatchObject({ MessageId: "1" });
    const published = await perform("sns:publish", { TopicArn: "t", Message: message });
    expect(published.call).toMatchObject({
      service: "sns",
      action: "Publish",
      input: { TopicArn: "t", Message: sent },
    });
  });

  test("errors", async () => {
    expect((await perform("sqs:sendMessage", {}, refusing("MissingParameter"))).error).toBe("SQS.AmazonSQSException");
    expect((await perform("sqs:sendMessage", {}, refusing("OverLimit"))).error).toBe("SQS.OverLimitException");
    expect((await perform("sns:publish", {}, refusing("NotFound", 404))).error).toBe("SNS.NotFoundException");
  });

  test("a service that cannot be reached shows as a broken connection", async () => {
    const broken = () => Promise.reject(new Error("connect ECONNREFUSED"));
    expect(await perform("sqs:sendMessage", {}, broken)).toMatchObject({
      error: "SQS.SdkClientException",
      cause: "Unable to execute HTTP request: connect ECONNREFUSED",
    });
  });
});

describe("events:putEvents", () => {
  const parameters = {
    Entries: [
      { Source: "s", Detail: { a: 1 } },
      { Source: "s", Detail: "{}", Resources: ["r"] },
    ],
  };

  test("writes details out and adds the execution and its machine to the resources", async () => {
    const answer = { FailedEntryCount: 0, Entries: [{ EventId: "1" }, { EventId: "2" }] };
    const { call, output, execution } = await perform("events:putEvents", parameters, () => answer);
    const own = [execution.start.arn, execution.start.machine.arn];
    expect(call?.input.Entries).toEqual([
      { Source: "s", Detail: '{"a":1}', Resources: own },
      { Source: "s", Detail: "{}", Resources: ["r", ...own] },
    ]);
    expect(output).toEqual(answer);
  });

  test("an entry that was refused is an error with the answer as its cause", async () => {
    const answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: "MalformedDetail" }] };
    const { error, cause } = await perform("events:putEvents", parameters, () => answer);
    expect({ error, cause }).toEqual({ error: "EventBridge.FailedEntry", cause: JSON.stringify(answer) });
  });
});

// Names, order and lengths are those that LocalStack's tests recorded, in tests/aws/services/stepfunctions/v2/services.
describe("the result of an optimized integration holds the metadata of its HTTP response", () => {
  const uuid = expect.stringMatching(/^[\w-]{36}$/);
  const date = expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
  const whole = expect.stringMatching(/^\d+$/);
  const type = "application/x-amz-json-1.0";
  const plain = { connection: "keep-alive", Date: date, "x-amzn-RequestId": uuid };
  const message = { MD5OfMessageBody: "0".repeat(32), MessageId: "0".repeat(36) };
  const dynamodb = {
    Connection: "keep-alive",
    "Content-Length": "2",
    "Content-Type": type,
    Date: date,
    Server: "Server",
    "x-amz-crc32": whole,
    "x-amzn-RequestId": expect.stringMatching(/^[0-9A-Z]{52}$/),
  };

  test.each<[string, JsonObject, JsonObject, object]>([
    ["dynamodb:putItem", { TableName: "t" }, {}, dynamodb],
    ["sqs:sendMessage", { MessageBody: "m" }, message, { ...plain, "Content-Length": "106", "Content-Type": type }],
    [
      "sns:publish",
      { Message: "m" },
      { MessageId: "0".repeat(36) },
      { ...plain, "Content-Length": "294", "Content-Type": "text/xml" },
    ],
    [
      "lambda:invoke",
      { FunctionName: "f" },
      { ...payload({}), LogResult: "bG9n" },
      {
        Connection: "keep-alive",
        "Content-Length": "2",
        "Content-Type": "application/json",
        Date: date,
        "X-Amz-Executed-Version": "$LATEST",
        "X-Amz-Log-Result": "bG9n",
        "x-amzn-Remapped-Content-Length": "0",
        "x-amzn-RequestId": uuid,
        "X-Amzn-Trace-Id": expect.any(String),
      },
    ],
  ])("%s", async (resource, parameters, answer, headers) => {
    const { output } = await perform(resource, parameters, () => answer);
    const { SdkHttpMetadata: http, SdkResponseMetadata: response } = Object(output);
    expect(http.HttpHeaders).toEqual(headers);
    expect(http.AllHttpHeaders).toEqual(
      Object.fromEntries(Object.entries(http.HttpHeaders).map(([name, value]) => [name, [value]])),
    );
    expect(http.HttpStatusCode).toBe(200);
    expect(response).toEqual({ RequestId: http.HttpHeaders["x-amzn-RequestId"] });
    expect(Object.keys(Object(output))).toEqual(Object.keys(Object(output)).sort());
  });

  test("states:startExecution", async () => {
    const child = new Lab({ StartAt: "P", States: { P: { Type: "Pass", End: true } } });
    const { start } = await child.start();
    const parent = new Lab({
      StartAt: "S",
      States: { S: { ...task("states:startExecution", { StateMachineArn: start.machine.arn }), End: true } },
    });
    parent.aws.register(child.stepFunctions);
    expect(Object.keys(Object((await parent.run()).output))).toEqual([
      "ExecutionArn",
      "SdkHttpMetadata",
      "SdkResponseMetadata",
      "StartDate",
    ]);
  });

  test("which the results of events:putEvents and of SDK integrations do not", async () => {
    const answer = { FailedEntryCount: 0, Entries: [] };
    expect((await perform("events:putEvents", { Entries: [] }, () => answer)).output).toEqual(answer);
    expect((await perform("aws-sdk:dynamodb:putItem", {}, () => ({}))).output).toEqual({});
  });
});

describe("aws-sdk", () => {
  test("calls the action of that name, capital first, and gives the answer as it is", async () => {
    const { call, output } = await perform("aws-sdk:dynamodb:transactWriteItems", { TransactItems: [] }, () => ({
      a: 1,
    }));
    expect(call).toMatchObject({ service: "dynamodb", action: "TransactWriteItems", input: { TransactItems: [] } });
    expect(output).toEqual({ a: 1 });
  });

  test.each([
    ["TransactionCanceledException", "DynamoDb.TransactionCanceledException"],
    ["ValidationException", "DynamoDb.DynamoDbException"],
  ])("%s shows as %s", async (code, name) => {
    const { error, cause } = await perform("aws-sdk:dynamodb:putItem", {}, refusing(code));
    expect(error).toBe(name);
    // test_aws_sdk_task_service, test_sfn_send_task_outcome_with_no_such_token, recorded in November 2025
    expect(cause).toMatch(
      /^Said no \(Service: DynamoDb, Status Code: 400, Request ID: [\w-]{36}\) \(SDK Attempt Count: 1\)$/,
    );
  });

  // test_aws_sdk, test_no_such_bucket
  test("S3 has a second request id", async () => {
    const { error, cause } = await perform("aws-sdk:s3:getObject", {}, refusing("NoSuchKey", 404));
    expect(error).toBe("S3.NoSuchKeyException");
    expect(cause).toMatch(
      /^Said no \(Service: S3, Status Code: 404, Request ID: [\w-]{36}, Extended Request ID: [\w+/=]{76}\) \(SDK Attempt Count: 1\)$/,
    );
  });

  test("sfn takes and gives capital names, times as text, and writes an Input that is an object out", async () => {
    const child = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
    const lab = new Lab(child, { type: "EXPRESS" });
    const definition = {
      StartAt: "S",
      States: {
        S: {
          ...task("aws-sdk:sfn:startSyncExecution", { StateMachineArn: "placeholder", Input: { a: 1 } }),
          End: true,
        },
      },
    };
    const parent = new Lab(definition);
    const seen: JsonObject[] = [];
    parent.aws.register({
      service: "states",
      call: (action, input) => {
        seen.push(input);
        return lab.call(action, {
          ...input,
          stateMachineArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:lab",
        });
      },
    });
    const { output } = await parent.run();
    expect(seen).toEqual([{ stateMachineArn: "placeholder", input: '{"a":1}' }]);
    expect(output).toMatchObject({
      Status: "SUCCEEDED",
      Output: '{"a":1}',
      Input: '{"a":1}',
      StartDate: expect.stringMatching(/^\d{4}-.*Z$/),
      ExecutionArn: expect.stringContaining(":express:lab:"),
      BillingDetails: { BilledDurationInMilliseconds: 100, BilledMemoryUsedInMB: 64 },
    });
    expect(output).not.toHaveProperty("Error");
  });

  test("sfn errors", async () => {
    const resource = "aws-sdk:sfn:startSyncExecution";
    const arn = "arn:aws:states:eu-central-1:123456789012:stateMachine:none";
    expect((await perform(resource, { StateMachineArn: arn })).error).toBe("Sfn.StateMachineDoesNotExistException");
    expect((await perform("states:startExecution", { StateMachineArn: arn })).error).toBe(
      "StepFunctions.StateMachineDoesNotExistException",
    );
  });
});

describe("a Resource that the local run cannot serve is refused when the machine is loaded", () => {
  test.each([
    ["glue:startJobRun", 'no integration "glue:startJobRun"'],
    ["aws-sdk:ec2:runInstances", 'no SDK integration for "ec2"'],
    ["dynamodb:putItem.waitForTaskToken", 'does not wait for ".waitForTaskToken"'],
    ["states:startExecution.sync:2", 'does not wait for ".sync:2"'],
  ])("%s", (resource, message) => {
    expect(() => runState(task(resource, {}))).toThrow(message);
  });

  test("a function's own ARN", () => {
    const Resource = "arn:aws:lambda:eu-central-1:123456789012:function:f";
    expect(() => runState({ Type: "Task", Resource })).toThrow(
      "lab-stack, aws_sfn_state_machine.lab: the state machine cannot be run here.",
    );
  });

  test.each([
    [{ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Credentials: {} }, "Credentials"],
    [{ Type: "Map", ItemReader: {}, ItemProcessor: { StartAt: "P", States: {} } }, "ItemReader"],
    [{ Type: "Pass", QueryLanguage: "JSONata" }, "QueryLanguage"],
    [{ Type: "Pass", Next: "Nowhere", End: undefined }, "Nowhere"],
    [{ Type: "Odd" }, "Type"],
  ])("%j", (state, message) => {
    expect(() => runState(JSON.parse(JSON.stringify(state)))).toThrow(message);
  });
});
