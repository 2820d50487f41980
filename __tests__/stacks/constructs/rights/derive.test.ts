import { arn, derive, refusalOf, task } from "./derive";

const get = (parameters: object) => task("dynamodb:getItem", { ...parameters });
const table = arn("dynamodb", "table/orders");
const distributed = (parts: object) => ({
  Type: "Map",
  ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" } },
  ...parts,
});
const lines = { arn: "arn:aws:s3:::lines/orders/*" };

describe("the grants of a workflow", () => {
  it("are those of every Task, also within Maps and Parallels", () => {
    const inner = (state: object) => ({ StartAt: "Inner", States: { Inner: state } });
    const states = {
      Outer: get({ TableName: "${TableName}" }),
      Each: { Type: "Map", ItemProcessor: inner(task("sqs:sendMessage", { QueueUrl: "${QueueUrl}" })) },
      Both: {
        Type: "Parallel",
        Branches: [inner({ Type: "Map", Iterator: inner(task("sns:publish", { TopicArn: "${TopicArn}" })) })],
      },
    };
    expect(derive(states).flatMap(({ actions }) => actions)).toEqual([
      "dynamodb:GetItem",
      "sqs:SendMessage",
      "sns:Publish",
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ]);
  });

  it("are one statement a resource, named after the states that need it", () => {
    const states = {
      "Find it": get({ TableName: "${TableName}" }),
      Keep: task("dynamodb:putItem", { TableName: "${TableName}" }),
      Again: get({ TableName: "${TableName}" }),
    };
    const [grant, ...others] = derive(states);
    expect(grant).toEqual({
      sid: "FinditAndKeepAndAgain",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
      resources: [table],
    });
    expect(others.map(({ sid }) => sid)).toEqual(["KeyDecrypt"]);
  });

  it("tell the several statements of a state apart", () => {
    const states = { Run: task("states:startExecution.sync:2", { StateMachineArn: "${ChildArn}" }) };
    expect(derive(states).map(({ sid }) => sid)).toEqual(["Run", "Run2", "Run3"]);
  });

  it("are none for states that call nothing", () => {
    expect(derive({ Stop: { Type: "Succeed" }, Each: { Type: "Map", ItemProcessor: { States: {} } } })).toEqual([]);
  });

  it("are for another role's calls the right to take that role", () => {
    const states = { Try: { ...get({ TableName: "${TableName}" }), Credentials: { RoleArn: "${OtherRoleArn}" } } };
    expect(derive(states)).toEqual([
      { sid: "Try", actions: ["sts:AssumeRole"], resources: ["arn:aws:iam::123456789012:role/other"] },
    ]);
  });
});

describe("what is made at run time", () => {
  it.each([
    ["Bucket", task("aws-sdk:s3:getObject", { "Bucket.$": "$.bucket", Key: "x" })],
    ["Key", task("aws-sdk:s3:getObject", { Bucket: "${BucketName}", "Key.$": "States.Format('{}.json', $.id)" })],
    ["FunctionName", task("lambda:invoke", { "FunctionName.$": "$.function" })],
    ["TableName", get({ "TableName.$": "States.Format('${TableName}-{}', $.year)" })],
    ["QueueUrl", task("sqs:sendMessage", { "QueueUrl.$": "$.replyTo" })],
    ["TopicArn", task("sns:publish", { "TopicArn.$": "$.topic" })],
    ["Entries", task("events:putEvents", { "Entries.$": "$.events" })],
    ["StateMachineArn", task("aws-sdk:sfn:startSyncExecution", { "StateMachineArn.$": "$$.Execution.Id" })],
  ])("is refused as %s, with file, state and fix, unless reaches declares what it may reach", (parameter, state) => {
    expect(refusalOf({ Try: state })).toMatch(
      new RegExp(
        `^workflows/greet\\.asl\\.json, state Try: ${parameter} is made at run time \\(.+\\), so it could be anything\\. .*reaches: \\{ Try: \\[\\.\\.\\.\\] \\}\\. \\(rights of arn:aws:states:::`,
      ),
    );
    const [grant, ...others] = derive({ Try: state }, { Try: [{ arn: "arn:of:it" }, { arn: "arn:of:another" }] });
    expect([grant?.resources, others.map(({ resources }) => resources)]).toEqual([["arn:of:it"], [["arn:of:another"]]]);
  });

  it("is refused as the list that a Distributed Map reads, unless reaches declares it", () => {
    const state = distributed({
      ItemReader: { Resource: "arn:aws:states:::s3:getObject", Parameters: { "Bucket.$": "$.b", "Key.$": "$.k" } },
    });
    expect(refusalOf({ Each: state })).toMatch(/^workflows\/greet\.asl\.json, state Each: Bucket is made at run time/);
    expect(derive({ Each: state }, { Each: [lines] }).at(-1)).toMatchObject({ resources: [lines.arn] });
  });

  it("is refused as a transaction's items, whose kinds are unknown, whatever reaches declares", () => {
    const state = task("aws-sdk:dynamodb:transactWriteItems", { "TransactItems.$": "$.items" });
    expect(refusalOf({ Try: state }, { Try: [lines] })).toMatch(/state Try: TransactItems is made at run time/);
  });

  it.each([
    ["IndexName", task("dynamodb:query", { TableName: "${TableName}", "IndexName.$": "$.index" })],
    ["Qualifier", task("lambda:invoke", { FunctionName: "${GreetArn}", "Qualifier.$": "$.version" })],
  ])("is refused as %s", (parameter, state) => {
    expect(refusalOf({ Try: state })).toContain(`state Try: ${parameter} is made at run time`);
  });

  it("may not be declared for a state that cannot use it, so that nobody relies on it", () => {
    const states = { Try: get({ TableName: "${TableName}" }) };
    expect(refusalOf(states, { Try: [lines], Gone: [lines] }).split("\n")).toEqual([
      expect.stringMatching(/^workflows\/greet\.asl\.json: .*reaches has the state Try, .*Remove it from reaches/),
      expect.stringContaining("reaches has the state Gone, "),
    ]);
  });
});

describe("a workflow is refused, with its place and the fix,", () => {
  it.each([
    "aws-sdk:glue:startJobRun",
    "ecs:runTask.sync",
    "dynamodb:describeTable",
    "lambda:invoke.sync",
    "http:invoke",
    "sqs:toString",
  ])("for the unknown call %s", (call) => {
    const service = call.replace("aws-sdk:", "").split(":")[0];
    expect(refusalOf({ Try: task(call) })).toBe(
      `workflows/greet.asl.json, state Try: It is not known which rights this call needs. Add it to stacks/constructs/rights/integrations/${service}.ts, listed in integrations/all.ts: the call's IAM actions, and the parameter that names its resource. (rights of arn:aws:states:::${call})`,
    );
  });

  it("for a Task whose Resource is a function's ARN", () => {
    expect(refusalOf({ Try: { Type: "Task", Resource: "${GreetArn}" } })).toContain("(rights of ${GreetArn})");
  });

  it.each([
    ["a name that is written", get({ TableName: "orders" }), 'TableName is "orders"'],
    ["a text in place of the resource", get({ TableName: "${Word}" }), 'TableName is "${Word}"'],
    ["a name that is put together", get({ TableName: "${TableName}-old" }), 'TableName is "${TableName}-old"'],
    ["no name", get({}), "TableName is missing"],
    ["no key", task("aws-sdk:s3:getObject", { Bucket: "${BucketName}" }), "Key is missing"],
    ["no events", task("events:putEvents"), "Entries is missing"],
    ["a phone number", task("sns:publish", { PhoneNumber: "+10" }), "TopicArn is missing"],
    [
      "a child whose executions have no name",
      task("states:startExecution.sync:2", { StateMachineArn: "${StrangerArn}" }),
      "Only the ARN of the state machine is known",
    ],
    [
      "an odd transaction",
      task("aws-sdk:dynamodb:transactWriteItems", { TransactItems: [{ Get: {} }] }),
      "of the kind Get, expected Put",
    ],
    [
      "a key that IAM would expand",
      task("aws-sdk:s3:getObject", { Bucket: "${BucketName}", Key: "a/*" }),
      'Key is "a/*"',
    ],
    ["a key with a wildcard", task("aws-sdk:s3:putObject", { Bucket: "${BucketName}", Key: "a?" }), 'Key is "a?"'],
    [
      "an index that IAM would expand",
      task("dynamodb:query", { TableName: "${TableName}", IndexName: "*" }),
      'IndexName is "*", but IAM treats * and ? as wildcards',
    ],
    [
      "a version that IAM would expand",
      task("lambda:invoke", { FunctionName: "${GreetArn}", Qualifier: "*" }),
      'Qualifier is "*", but IAM treats * and ? as wildcards',
    ],
    [
      "a prefix that IAM would expand",
      distributed({
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Parameters: { Bucket: "${BucketName}", Prefix: "*/done" },
        },
      }),
      'Prefix is "*/done", but IAM treats * and ? as wildcards',
    ],
    [
      "a manifest whose objects nobody declared",
      distributed({
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          ReaderConfig: { InputType: "CSV", ManifestType: "ATHENA_DATA" },
          Parameters: { Bucket: "${BucketName}", Key: "manifest.json" },
        },
      }),
      "The manifest of this ItemReader lists other objects, which could be any. Declare in the Workflow what the state may reach: reaches: { Try: [...] }. (rights of arn:aws:states:::s3:getObject)",
    ],
    [
      "an unknown reader",
      distributed({
        ItemReader: {
          Resource: "arn:aws:states:::s3:listObjectsV2",
          ReaderConfig: { Transformation: "LOAD_AND_FLATTEN" },
        },
      }),
      "It is not known which rights this ItemReader needs",
    ],
  ])("for %s", (_, state, wrong) => {
    expect(refusalOf({ Try: state })).toMatch(/^workflows\/greet\.asl\.json, state Try: /);
    expect(refusalOf({ Try: state })).toContain(wrong);
  });

  it("for all of its states at once", () => {
    expect(refusalOf({ One: get({}), Two: get({}) }).split("\n")).toHaveLength(2);
  });
});
