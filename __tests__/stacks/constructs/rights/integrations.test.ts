import { arn, key, rightsOf, task } from "./derive";

const table = arn("dynamodb", "table/orders");
const via = (action: string, ...services: string[]) =>
  `kms:${action} on ${key.arn} kms:ViaService ${services.map((service) => `${service}.eu-west-1.amazonaws.com`).join(" ")}`;

describe("a call of DynamoDB", () => {
  const key = { pk: { "S.$": "$.id" } };

  it.each([
    ["getItem", "GetItem"],
    ["putItem", "PutItem"],
    ["updateItem", "UpdateItem"],
    ["deleteItem", "DeleteItem"],
    ["query", "Query"],
    ["scan", "Scan"],
  ])("%s needs %s on the table, optimized or not, with a token or not", async (call, action) => {
    for (const form of [`dynamodb:${call}`, `aws-sdk:dynamodb:${call}`, `aws-sdk:dynamodb:${call}.waitForTaskToken`]) {
      expect(await rightsOf(task(form, { TableName: "${TableName}", Key: key }))).toEqual([
        `dynamodb:${action} on ${table}`,
        via("Decrypt", "dynamodb"),
      ]);
    }
  });

  it.each(["query", "scan"])("%s of an index needs the index alone", async (call) => {
    const [right] = await rightsOf(task(`aws-sdk:dynamodb:${call}`, { TableName: "${TableName}", IndexName: "late" }));
    expect(right).toMatch(/^dynamodb:(Query|Scan) on arn:.*:table\/orders\/index\/late$/);
  });

  it.each([
    ["Put", "PutItem"],
    ["Update", "UpdateItem"],
    ["Delete", "DeleteItem"],
    ["ConditionCheck", "ConditionCheckItem"],
  ])("that writes a transaction with a %s needs %s", async (kind, action) => {
    const items = { TransactItems: [{ [kind]: { TableName: "${TableName}" } }] };
    const [right] = await rightsOf(task("aws-sdk:dynamodb:transactWriteItems", items));
    expect(right).toBe(`dynamodb:${action} on ${table}`);
  });

  it("that writes a transaction over two tables needs on each what is written there", async () => {
    const items = [{ Put: { TableName: "${OtherTableName}" } }, { Update: { TableName: "${TableName}" } }];
    expect(await rightsOf(task("aws-sdk:dynamodb:transactWriteItems", { TransactItems: items }))).toEqual([
      `dynamodb:PutItem on ${arn("dynamodb", "table/others")}`,
      `dynamodb:UpdateItem on ${table}`,
      via("Decrypt", "dynamodb"),
    ]);
  });

  it("that reads a transaction needs GetItem", async () => {
    const items = { TransactItems: [{ Get: { TableName: "${TableName}", Key: key } }] };
    const [right] = await rightsOf(task("aws-sdk:dynamodb:transactGetItems", items));
    expect(right).toBe(`dynamodb:GetItem on ${table}`);
  });
});

describe("a call of S3", () => {
  const object = { Bucket: "${BucketName}", Key: "first/list.json" };

  it.each([
    ["getObject", {}, ["s3:GetObject", "Decrypt"]],
    ["getObject", { "VersionId.$": "$.version" }, ["s3:GetObjectVersion", "Decrypt"]],
    ["headObject", {}, ["s3:GetObject"]],
    ["headObject", { ChecksumMode: "ENABLED" }, ["s3:GetObject", "Decrypt"]],
    ["putObject", { Body: "x" }, ["s3:PutObject", "GenerateDataKey"]],
    ["deleteObject", {}, ["s3:DeleteObject"]],
  ])("%s with %j needs %j", async (call, more, [action = "", ...keyed]) => {
    expect(await rightsOf(task(`aws-sdk:s3:${call}`, { ...object, ...more }))).toEqual([
      `${action} on arn:aws:s3:::lines/first/list.json`,
      ...keyed.map((use) => via(use, "s3")),
    ]);
  });
});

describe("a message", () => {
  it.each(["sqs:sendMessage", "aws-sdk:sqs:sendMessage", "sqs:sendMessage.waitForTaskToken"])(
    "by %s needs the queue, and its key for both",
    async (call) => {
      expect(await rightsOf(task(call, { QueueUrl: "${QueueUrl}" }))).toEqual([
        `sqs:SendMessage on ${arn("sqs", "letters")}`,
        via("Decrypt", "sqs"),
        via("GenerateDataKey", "sqs"),
      ]);
    },
  );

  it.each(["sns:publish", "aws-sdk:sns:publish"])("by %s needs the topic, and its key for both", async (call) => {
    expect(await rightsOf(task(call, { TopicArn: "${TopicArn}" }))).toEqual([
      `sns:Publish on ${arn("sns", "news")}`,
      via("Decrypt", "sns"),
      via("GenerateDataKey", "sns"),
    ]);
  });

  it.each(["events:putEvents", "aws-sdk:eventbridge:putEvents"])("by %s needs each bus", async (call) => {
    const entries = [{ EventBusName: "${BusName}" }, { Source: "greet" }, { EventBusName: "${BusName}" }];
    expect(await rightsOf(task(call, { Entries: entries }))).toEqual([
      `events:PutEvents on ${arn("events", "event-bus/facts")}`,
      `events:PutEvents on ${arn("events", "event-bus/default")}`,
    ]);
  });
});

describe("a call of a function", () => {
  const greet = arn("lambda", "function:greet");

  it.each(["lambda:invoke", "aws-sdk:lambda:invoke", "lambda:invoke.waitForTaskToken"])(
    "by %s needs the function as it is named, with its version or without",
    async (call) => {
      const invoke = (more: object) => rightsOf(task(call, { FunctionName: "${GreetArn}", ...more }));
      expect(await invoke({})).toEqual([`lambda:InvokeFunction on ${greet}`]);
      expect(await invoke({ Qualifier: "live" })).toEqual([`lambda:InvokeFunction on ${greet}:live`]);
    },
  );
});

describe("a call of Step Functions", () => {
  const child = arn("states", "stateMachine:child");
  const start = (call: string) => rightsOf(task(call, { StateMachineArn: "${ChildArn}" }));

  it.each(["states:startExecution", "states:startExecution.waitForTaskToken", "aws-sdk:sfn:startExecution"])(
    "%s needs StartExecution of the child",
    async (call) => {
      expect(await start(call)).toEqual([`states:StartExecution on ${child}`]);
    },
  );

  it.each(["states:startExecution.sync", "states:startExecution.sync:2"])(
    "%s needs to follow and stop it too, and the rule that reports its end",
    async (call) => {
      expect(await start(call)).toEqual([
        `states:StartExecution on ${child}`,
        `states:DescribeExecution states:StopExecution on ${arn("states", "execution:child:*")}`,
        `events:DescribeRule events:PutRule events:PutTargets on ${arn("events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule")}`,
      ]);
    },
  );

  it("startSyncExecution needs that alone", async () => {
    expect(await start("aws-sdk:sfn:startSyncExecution")).toEqual([`states:StartSyncExecution on ${child}`]);
  });

  it("that starts itself needs itself", async () => {
    const state = task("states:startExecution", { "StateMachineArn.$": "$$.StateMachine.Id" });
    expect(await rightsOf(state)).toEqual([`states:StartExecution on ${arn("states", "stateMachine:greet")}`]);
  });

  it.each(["Success", "Failure", "Heartbeat"])(
    "sendTask%s needs that on *, since AWS has no resource for it",
    async (what) => {
      const state = task(`aws-sdk:sfn:sendTask${what}`, { "TaskToken.$": "$.token" });
      expect(await rightsOf(state)).toEqual([`states:SendTask${what} on *`]);
    },
  );
});

describe("a Distributed Map", () => {
  const map = (parts: object) => ({
    Type: "Map",
    ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, StartAt: "Each", States: { Each: { Type: "Pass" } } },
    ...parts,
  });
  const itself = [
    `states:StartExecution on ${arn("states", "stateMachine:greet")}`,
    `states:DescribeExecution states:StopExecution on ${arn("states", "execution:greet:*")}`,
  ];
  const reads = (call: string, Parameters: object, ReaderConfig: object = {}) =>
    map({ ItemReader: { Resource: `arn:aws:states:::s3:${call}`, ReaderConfig, Parameters } });

  it("needs to start, follow and stop executions of itself", async () => {
    expect(await rightsOf(map({}))).toEqual(itself);
  });

  it("needs the object that it reads", async () => {
    expect(await rightsOf(reads("getObject", { Bucket: "${BucketName}", Key: "all.json" }))).toEqual([
      ...itself,
      "s3:GetObject on arn:aws:s3:::lines/all.json",
      via("Decrypt", "s3"),
    ]);
  });

  it("needs one version of the object where it names one, as any call does", async () => {
    for (const version of [{ VersionId: "3" }, { "VersionId.$": "$.version" }]) {
      expect(await rightsOf(reads("getObject", { Bucket: "${BucketName}", Key: "all.json", ...version }))).toEqual([
        ...itself,
        "s3:GetObjectVersion on arn:aws:s3:::lines/all.json",
        via("Decrypt", "s3"),
      ]);
    }
  });

  it("needs the manifest that it reads, and the objects that the manifest lists", async () => {
    const reader = reads("getObject", { Bucket: "${BucketName}", Key: "manifest.json" }, { InputType: "MANIFEST" });
    expect(await rightsOf(reader, [{ arn: "arn:aws:s3:::lines/data/*" }])).toEqual([
      ...itself,
      "s3:GetObject on arn:aws:s3:::lines/manifest.json",
      "s3:GetObject on arn:aws:s3:::lines/data/*",
      via("Decrypt", "s3"),
    ]);
  });

  it("needs to list the bucket, under the prefix where it names one", async () => {
    const [, , all] = await rightsOf(reads("listObjectsV2", { Bucket: "${BucketName}" }));
    expect(all).toBe("s3:ListBucket on arn:aws:s3:::lines");
    const [, , some] = await rightsOf(reads("listObjectsV2", { Bucket: "${BucketName}", Prefix: "new/" }));
    expect(some).toBe("s3:ListBucket on arn:aws:s3:::lines s3:prefix new/");
  });

  it("needs to write its results in parts, and to read what it wrote", async () => {
    const writer = {
      Resource: "arn:aws:states:::s3:putObject",
      Parameters: { Bucket: "${BucketName}", Prefix: "done" },
    };
    expect(await rightsOf(map({ ResultWriter: writer }))).toEqual([
      ...itself,
      "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject on arn:aws:s3:::lines/done/*",
      via("Decrypt", "s3"),
      via("GenerateDataKey", "s3"),
    ]);
    expect(await rightsOf(map({ ResultWriter: { WriterConfig: { OutputType: "JSON" } } }))).toEqual(itself);
  });
});
