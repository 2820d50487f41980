import { bucketArn, busArn, executionsOf, functionArn, machineArn, queueArn, secretArn, tableArn } from "../arns";
import { type Needs, on } from "./call";
import { http } from "./http";
import { ifSync, jobs, managedRule } from "./jobs";

/** Functions. A qualified call needs the right on the version or alias. Sources:
 * https://docs.aws.amazon.com/step-functions/latest/dg/lambda-iam.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/versioning-aliases-permissions.html */
const lambda: Needs = (call) =>
  on(functionArn(call.place, call.text("FunctionName") ?? "*", call.text("Qualifier")), "lambda:InvokeFunction");

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/dynamo-iam.html */
function table(action: string): Needs {
  return (call) => on(tableArn(call.place, call.text("TableName") ?? "*"), `dynamodb:${action}`);
}

/** Reading an index needs the right on the index. */
function tableOrIndex(action: string): Needs {
  return (call) =>
    on(tableArn(call.place, call.text("TableName") ?? "*", call.text("IndexName")), `dynamodb:${action}`);
}

/** The action that each part of a transaction needs. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const PARTS: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

const transaction: Needs = (call) =>
  (call.parts("TransactItems") ?? []).flatMap((item) =>
    item.inner().flatMap(([kind, part]) => {
      const action = Object.hasOwn(PARTS, kind) ? PARTS[kind] : undefined;
      return action === undefined ? [] : table(action)(part);
    }),
  );

function batch(action: string): Needs {
  return (call) =>
    (call.fields("RequestItems") ?? ["*"]).flatMap((name) => on(tableArn(call.place, name), `dynamodb:${action}`));
}

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/sqs-iam.html */
const queue = (action: string): Needs => {
  return (call) => on(queueArn(call.place, call.text("QueueUrl") ?? "*"), `sqs:${action}`);
};

/** To a topic, a topic or an endpoint, or a phone number. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/sns-iam.html */
const publish: Needs = (call) => on(call.text("TopicArn") ?? call.text("TargetArn") ?? "*", "sns:Publish");

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-iam.html */
const putEvents: Needs = (call) => {
  const entries = call.parts("Entries");
  if (entries === undefined) return on("*", "events:PutEvents");
  return entries.flatMap((entry) =>
    on(busArn(call.place, entry.text("EventBusName") ?? "default"), "events:PutEvents"),
  );
};

const starts = (action: string): Needs => {
  return (call) => on(machineArn(call.text("StateMachineArn") ?? "*"), `states:${action}`);
};

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html#sync-async-iam-policies */
const startExecution: Needs = (call) => {
  const child = call.text("StateMachineArn") ?? "*";
  return [
    ...on(machineArn(child), "states:StartExecution"),
    ...ifSync(call, [
      ...on(executionsOf(child), "states:DescribeExecution", "states:StopExecution"),
      ...managedRule(call, "StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    ]),
  ];
};

const object = (...actions: readonly string[]): Needs => {
  return (call) => on(bucketArn(call.place, call.text("Bucket") ?? "*", call.text("Key") ?? "*"), ...actions);
};
const bucket = (action: string): Needs => {
  return (call) => on(bucketArn(call.place, call.text("Bucket") ?? "*"), action);
};

/** Reading a specific version is an action of its own. Source:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const readObject: Needs = (call) =>
  object(call.text("VersionId") === undefined ? "s3:GetObject" : "s3:GetObjectVersion")(call);

/** Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html */
const secret: Needs = (call) =>
  on(secretArn(call.place, call.text("SecretId") ?? "*"), "secretsmanager:GetSecretValue");

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/bedrock-iam.html */
const model = (action: string): Needs => {
  return (call) => on(modelArn(call.text("ModelId") ?? "*"), `bedrock:${action}`);
};

/** A model may be named by an ARN, an id or an inference profile, so an id is not enough to know the resource. */
function modelArn(id: string): string {
  return id.startsWith("arn:") ? id : "*";
}

/** What calls need, by service in IAM's spelling and action in that of Step Functions. */
export const INTEGRATIONS: ReadonlyMap<string, Needs> = new Map(
  Object.entries({
    ...http,
    ...jobs,
    "lambda:invoke": lambda,
    "dynamodb:getItem": table("GetItem"),
    "dynamodb:putItem": table("PutItem"),
    "dynamodb:updateItem": table("UpdateItem"),
    "dynamodb:deleteItem": table("DeleteItem"),
    "dynamodb:query": tableOrIndex("Query"),
    "dynamodb:scan": tableOrIndex("Scan"),
    "dynamodb:batchGetItem": batch("BatchGetItem"),
    "dynamodb:batchWriteItem": batch("BatchWriteItem"),
    "dynamodb:transactGetItems": transaction,
    "dynamodb:transactWriteItems": transaction,
    "sqs:sendMessage": queue("SendMessage"),
    "sqs:sendMessageBatch": queue("SendMessage"),
    "sqs:receiveMessage": queue("ReceiveMessage"),
    "sqs:deleteMessage": queue("DeleteMessage"),
    "sqs:deleteMessageBatch": queue("DeleteMessage"),
    "sqs:getQueueAttributes": queue("GetQueueAttributes"),
    "sns:publish": publish,
    "sns:publishBatch": publish,
    "events:putEvents": putEvents,
    "states:startExecution": startExecution,
    "states:startSyncExecution": starts("StartSyncExecution"),
    "s3:getObject": readObject,
    "s3:headObject": readObject,
    "s3:putObject": object("s3:PutObject"),
    "s3:deleteObject": object("s3:DeleteObject"),
    "s3:copyObject": object("s3:PutObject"),
    "s3:createMultipartUpload": object("s3:PutObject"),
    "s3:uploadPart": object("s3:PutObject"),
    "s3:completeMultipartUpload": object("s3:PutObject"),
    "s3:abortMultipartUpload": object("s3:AbortMultipartUpload"),
    "s3:listObjects": bucket("s3:ListBucket"),
    "s3:listObjectsV2": bucket("s3:ListBucket"),
    "s3:headBucket": bucket("s3:ListBucket"),
    "s3:listObjectVersions": bucket("s3:ListBucketVersions"),
    "s3:listMultipartUploads": bucket("s3:ListBucketMultipartUploads"),
    "s3:listBuckets": () => on("*", "s3:ListAllMyBuckets"),
    "secretsmanager:getSecretValue": secret,
    "bedrock:invokeModel": model("InvokeModel"),
    "bedrock:converse": model("InvokeModel"),
  }),
);
