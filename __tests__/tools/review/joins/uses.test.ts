import type { Place } from "../../../../tools/review/joins/place";
import { usesOf } from "../../../../tools/review/joins/uses";
import { arn, flow } from "./world";

const PLACE: Place = { partition: "aws", region: "eu-west-1", account: "111122223333", machine: "flow" };

async function needsOf(state: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const [use] = await usesOf(PLACE, flow({ State: state }));
  return (use?.needs ?? []).map(({ action, resource }) => `${action} ${resource}`);
}

const sdk = (call: string, Parameters: Readonly<Record<string, unknown>> = {}) => ({
  Resource: `arn:aws:states:::${call}`,
  Parameters,
});
const rule = (name: string) =>
  ["PutTargets", "PutRule", "DescribeRule"].map((action) => `events:${action} ${arn("events", `rule/${name}`)}`);

describe("what a Task needs", () => {
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
    [
      "a function by its ARN",
      { Resource: arn("lambda", "function:f:live") },
      [`lambda:InvokeFunction ${arn("lambda", "function:f:live")}`],
    ],
    [
      "a function and its alias",
      sdk("lambda:invoke", { FunctionName: "f", Qualifier: "live" }),
      [`lambda:InvokeFunction ${arn("lambda", "function:f:live")}`],
    ],
    [
      "a function that is known at run time",
      sdk("lambda:invoke", { "FunctionName.$": "$.f" }),
      ["lambda:InvokeFunction arn:aws:lambda:*:*:function:*"],
    ],
    ["a table", sdk("dynamodb:putItem", { TableName: "t" }), [`dynamodb:PutItem ${arn("dynamodb", "table/t")}`]],
    [
      "an index",
      sdk("aws-sdk:dynamodb:query", { TableName: "t", IndexName: "i" }),
      [`dynamodb:Query ${arn("dynamodb", "table/t/index/i")}`],
    ],
    [
      "a transaction",
      sdk("aws-sdk:dynamodb:transactWriteItems", {
        TransactItems: [{ Put: { TableName: "t" } }, { ConditionCheck: { TableName: "u" } }],
      }),
      [`dynamodb:PutItem ${arn("dynamodb", "table/t")}`, `dynamodb:ConditionCheckItem ${arn("dynamodb", "table/u")}`],
    ],
    [
      "a queue of another account",
      sdk("sqs:sendMessage.waitForTaskToken", { QueueUrl: "https://sqs.us-east-1.amazonaws.com/999988887777/q" }),
      ["sqs:SendMessage arn:aws:sqs:us-east-1:999988887777:q"],
    ],
    ["a topic", sdk("sns:publish", { TopicArn: arn("sns", "t") }), [`sns:Publish ${arn("sns", "t")}`]],
    [
      "the default bus",
      sdk("events:putEvents", { Entries: [{}] }),
      [`events:PutEvents ${arn("events", "event-bus/default")}`],
    ],
    [
      "a child",
      sdk("states:startExecution", { StateMachineArn: arn("states", "stateMachine:c:live") }),
      [`states:StartExecution ${arn("states", "stateMachine:c")}`],
    ],
    [
      "a child that it waits for",
      sdk("states:startExecution.sync:2", { StateMachineArn: arn("states", "stateMachine:c") }),
      [
        `states:StartExecution ${arn("states", "stateMachine:c")}`,
        `states:DescribeExecution ${arn("states", "execution:c:*")}`,
        `states:StopExecution ${arn("states", "execution:c:*")}`,
        ...rule("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
      ],
    ],
    [
      "its own machine",
      sdk("states:startExecution", { "StateMachineArn.$": "$$.StateMachine.Id" }),
      [`states:StartExecution ${arn("states", "stateMachine:flow")}`],
    ],
    [
      "an action of the SDK with another name in IAM",
      sdk("aws-sdk:s3:listObjectsV2", { Bucket: "b" }),
      ["s3:ListBucket arn:aws:s3:::b"],
    ],
    [
      "a version of an object",
      sdk("aws-sdk:s3:getObject", { Bucket: "b", Key: "k", "VersionId.$": "$.v" }),
      ["s3:GetObjectVersion arn:aws:s3:::b/k"],
    ],
    ["any other action of the SDK", sdk("aws-sdk:kinesis:putRecord"), ["kinesis:PutRecord *"]],
    ["a service that IAM names otherwise", sdk("aws-sdk:sfn:sendTaskSuccess"), ["states:SendTaskSuccess *"]],
    ["an action that IAM does not have", sdk("aws-sdk:kinesis:noSuchThing"), []],
    ["a container", sdk("ecs:runTask", { TaskDefinition: "d" }), [`ecs:RunTask ${arn("ecs", "task-definition/d:*")}`]],
    [
      "a container that it waits for",
      sdk("ecs:runTask.sync", { TaskDefinition: "d:3" }),
      [
        `ecs:RunTask ${arn("ecs", "task-definition/d:3")}`,
        "ecs:StopTask *",
        "ecs:DescribeTasks *",
        ...rule("StepFunctionsGetEventsForECSTaskRule"),
      ],
    ],
    [
      "a Glue job that it waits for",
      sdk("glue:startJobRun.sync"),
      ["glue:StartJobRun *", "glue:GetJobRun *", "glue:GetJobRuns *", "glue:BatchStopJobRun *"],
    ],
    [
      "an HTTP endpoint",
      sdk("http:invoke", { Authentication: { ConnectionArn: arn("events", "connection/c/1") } }),
      [
        `states:InvokeHTTPEndpoint ${arn("states", "stateMachine:flow")}`,
        `events:RetrieveConnectionCredentials ${arn("events", "connection/c/1")}`,
        `secretsmanager:GetSecretValue ${arn("secretsmanager", "secret:events!connection/*")}`,
        `secretsmanager:DescribeSecret ${arn("secretsmanager", "secret:events!connection/*")}`,
      ],
    ],
    [
      "a call in another role",
      { ...sdk("lambda:invoke", { FunctionName: "f" }), Credentials: { RoleArn: "arn:aws:iam::999988887777:role/r" } },
      ["sts:AssumeRole arn:aws:iam::999988887777:role/r"],
    ],
    [
      "JSONata",
      { Resource: "arn:aws:states:::sqs:sendMessage", Arguments: { QueueUrl: "{% $url %}" } },
      ["sqs:SendMessage arn:aws:sqs:*:*:*"],
    ],
    ["an activity", { Resource: arn("states", "activity:a") }, []],
    ["nothing that can be read", { Resource: 1, Parameters: "x" }, []],
  ];

  it.each(cases)("for %s", async (_, state, expected) => {
    expect(await needsOf(state)).toEqual(expected);
  });

  it("includes what a Distributed Map reads, runs and writes", async () => {
    const needs = await needsOf({
      Type: "Map",
      ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, StartAt: "A", States: {} },
      ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "in" } },
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "out", Prefix: "p" } },
    });
    expect(needs).toEqual([
      `states:StartExecution ${arn("states", "stateMachine:flow")}`,
      `states:DescribeExecution ${arn("states", "execution:flow:*")}`,
      `states:StopExecution ${arn("states", "execution:flow:*")}`,
      "s3:ListBucket arn:aws:s3:::in",
      "s3:PutObject arn:aws:s3:::out/p/*",
      "s3:GetObject arn:aws:s3:::out/p/*",
      "s3:ListMultipartUploadParts arn:aws:s3:::out/p/*",
      "s3:AbortMultipartUpload arn:aws:s3:::out/p/*",
    ]);
  });

  it("survives hostile definitions", async () => {
    const hostile: unknown = JSON.parse(
      `{"States":{"__proto__":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":{"a":1},"TransactItems":[null]}},"constructor":{"Type":"Task","Resource":"arn:aws:states:::constructor:toString"},"L":7}}`,
    );
    const definition = Object(hostile);
    expect((await usesOf(PLACE, definition)).map(({ path }) => path)).toEqual(expect.arrayContaining(["constructor"]));
  });
});
