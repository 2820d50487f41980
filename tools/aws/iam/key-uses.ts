/**
 * Who calls KMS when a service uses a key:
 * - `caller`: the service passes the call of its own caller on, so the caller needs the right, and KMS sees
 *   `kms:ViaService`;
 * - `role`: the service takes a role and calls KMS in it, without `kms:ViaService`;
 * - `service`: the service calls KMS in its own name, and the key's policy must let it in;
 * - `grant`: the service holds a grant on the key, so no policy takes part.
 */
export type KmsCaller = "caller" | "role" | "service" | "grant";

/** One use of a key by an AWS service. */
export interface KeyUse {
  /** The service that holds what the key encrypts, by its signing name. */
  readonly service: string;
  /** When it uses the key. */
  readonly when: string;
  readonly by: KmsCaller;
  /** Of KMS, as a policy may write them. */
  readonly actions: readonly string[];
  /** The encryption context, and what of the encrypted resource each of its names holds. */
  readonly context: Readonly<Record<string, "arn" | "name" | "account">>;
  /** Where AWS says so. */
  readonly source: string;
}

const DATA_KEY = ["GenerateDataKey", "Decrypt"] as const;
const SQS = {
  service: "sqs",
  by: "caller",
  context: { "aws:sqs:arn": "arn" },
  source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
} as const;
/** With a bucket key, as every bucket here has one, the context is the bucket and not the object. */
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
 * Every use that AWS makes of a customer managed key for what the stacks encrypt with it. The evaluator asks for exactly
 * this, docs/aws-facts.md shows it, and a test holds the policies of the stacks against it. A pipe receives from its queue
 * and a dead letter is sent to its queue like anybody else's: in a role by way of SQS, or in a service's own name.
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

/** Condition keys, in lower case, by which a policy may name what is in an encryption context. */
export const CONTEXT_KEYS: ReadonlySet<string> = new Set(
  Object.values(KEY_USES).flatMap(({ context }) => Object.keys(context).map(contextKey)),
);

export function contextKey(name: string): string {
  return `kms:encryptioncontext:${name}`.toLowerCase();
}
