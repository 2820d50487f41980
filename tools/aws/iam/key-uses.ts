/**
 * The principal that calls KMS when a service uses a key:
 * - `caller`: the service forwards its caller's request, so the caller needs the right, and KMS sees
 *   `kms:ViaService`;
 * - `role`: the service assumes a role and calls KMS in it, without `kms:ViaService`;
 * - `service`: the service calls KMS in its own name, and the key's policy must allow it;
 * - `grant`: the service holds a grant on the key, so policies do not matter.
 */
export type KmsCaller = "caller" | "role" | "service" | "grant";

/** One use of a key by an AWS service. */
export interface KeyUse {
  /** The service that holds the encrypted data, by its signing name. */
  readonly service: string;
  /** The occasion on which it uses the key. */
  readonly when: string;
  readonly by: KmsCaller;
  /** Actions of KMS, as a policy may write them. */
  readonly actions: readonly string[];
  /** The encryption context: the attribute of the encrypted resource behind each name. */
  readonly context: Readonly<Record<string, "arn" | "name" | "account">>;
  /** AWS's documentation of this use. */
  readonly source: string;
}

const DATA_KEY = ["GenerateDataKey", "Decrypt"] as const;
const SQS = {
  service: "sqs",
  by: "caller",
  context: { "aws:sqs:arn": "arn" },
  source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
} as const;
/** Every bucket here has a bucket key, so the context is the bucket, not the object. */
const S3 = {
  service: "s3",
  by: "caller",
  context: { "aws:s3:arn": "arn" },
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
} as const;
const DYNAMODB = {
  service: "dynamodb",
  context: { "aws:dynamodb:tableName": "name", "aws:dynamodb:subscriberId": "account" },
  source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
} as const;
const EVENTS = {
  service: "events",
  by: "service",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html",
} as const;
const LAMBDA = {
  service: "lambda",
  actions: ["Decrypt"],
  context: { "aws:lambda:FunctionArn": "arn" },
  source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
} as const;

/**
 * AWS's uses of a customer managed key for the data that the stacks encrypt. The evaluator requires exactly these,
 * docs/aws-facts.md lists them, and a test checks the stacks' policies against them. Pipes and dead letters are not
 * special: a pipe receives in a role through SQS, and a service sends a dead letter in its own name.
 */
export const KEY_USES = {
  "dynamodb:access": { ...DYNAMODB, when: "somebody reads or writes items", by: "caller", actions: ["Decrypt"] },
  "dynamodb:maintain": {
    ...DYNAMODB,
    when: "DynamoDB itself keeps the table, its indexes and backups",
    by: "grant",
    actions: ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey"],
  },
  "s3:read": { ...S3, when: "somebody reads an object", actions: ["Decrypt"] },
  "s3:write": { ...S3, when: "somebody writes an object whole", actions: ["GenerateDataKey"] },
  "s3:write-part": { ...S3, when: "somebody writes an object in parts", actions: DATA_KEY },
  "sqs:send": { ...SQS, when: "somebody sends a message", actions: DATA_KEY },
  "sqs:receive": { ...SQS, when: "somebody receives a message", actions: ["Decrypt"] },
  "sns:publish": {
    service: "sns",
    when: "somebody publishes a message",
    by: "caller",
    actions: DATA_KEY,
    context: { "aws:sns:topicArn": "arn" },
    source: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  },
  "secretsmanager:read": {
    service: "secretsmanager",
    when: "somebody reads a secret's value",
    by: "caller",
    actions: ["Decrypt"],
    context: { SecretARN: "arn" },
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  },
  "events:keep": {
    ...EVENTS,
    when: "EventBridge keeps an event of a bus and matches it",
    actions: DATA_KEY,
    context: { "aws:events:event-bus:arn": "arn" },
  },
  "events:check": { ...EVENTS, when: "a bus is given the key", actions: ["DescribeKey"], context: {} },
  "scheduler:start": {
    service: "scheduler",
    when: "a schedule starts its target",
    by: "role",
    actions: ["Decrypt"],
    context: { "aws:scheduler:schedule:arn": "arn" },
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html",
  },
  "lambda:start": { ...LAMBDA, when: "a sandbox of a function starts", by: "role" },
  "lambda:show": { ...LAMBDA, when: "somebody reads a function's variables", by: "caller" },
  "logs:keep": {
    service: "logs",
    when: "CloudWatch Logs keeps and reads the events of a log group",
    by: "service",
    actions: ["Encrypt*", "Decrypt*", "ReEncrypt*", "GenerateDataKey*", "Describe*"],
    context: { "aws:logs:arn": "arn" },
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
} as const satisfies Readonly<Record<string, KeyUse>>;

export type KeyUseName = keyof typeof KEY_USES;

export function isKeyUse(name: unknown): name is KeyUseName {
  return typeof name === "string" && Object.hasOwn(KEY_USES, name);
}

/** The condition keys, in lower case, with which a policy can name the contents of an encryption context. */
export const CONTEXT_KEYS: ReadonlySet<string> = new Set(
  Object.values(KEY_USES).flatMap(({ context }) => Object.keys(context).map(contextKey)),
);

export function contextKey(name: string): string {
  return `kms:encryptioncontext:${name}`.toLowerCase();
}
