import type { Grant } from "./grants";

/** What a role does with data that a key encrypts. */
export type Access = "read" | "write" | "readAndWrite";

/**
 * Actions on the key by which a service does on a role's behalf what the role asks of it. Sources:
 * - DynamoDB keeps a key of the table's own, and opens it for each caller, who reads or writes:
 *   https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
 * - Who writes an object in parts must read what S3 kept of it:
 *   https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * - SQS and SNS check the data key that they use again:
 *   https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 *   https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const ACTIONS = {
  dynamodb: { read: ["Decrypt"], write: ["Decrypt"] },
  lambda: { read: ["Decrypt"], write: [] },
  s3: { read: ["Decrypt"], write: ["GenerateDataKey"] },
  scheduler: { read: ["Decrypt"], write: [] },
  secretsmanager: { read: ["Decrypt"], write: ["GenerateDataKey", "Decrypt"] },
  sns: { read: ["Decrypt"], write: ["GenerateDataKey", "Decrypt"] },
  sqs: { read: ["Decrypt"], write: ["GenerateDataKey", "Decrypt"] },
} as const;

/** Services that use the key for what a role does with them. */
export type EncryptingService = keyof typeof ACTIONS;

export function isEncrypting(service: string): service is EncryptingService {
  return Object.hasOwn(ACTIONS, service);
}

/** What a role does with each service's data. */
export type KeyUses = Readonly<Partial<Record<EncryptingService, Access>>>;

/**
 * Lets a role's calls of the named services use the key that encrypts what they hold, as far as each call needs it, and
 * nothing else do anything with the key. One statement an action.
 */
export function keyGrants(region: string, key: { readonly arn: string }, uses: KeyUses): Grant[] {
  return (["Decrypt", "GenerateDataKey"] as const).flatMap((action) => {
    const services = Object.entries(uses)
      .filter(([service, access]) => isEncrypting(service) && actionsFor(service, access).has(action))
      .map(([service]) => `${service}.${region}.amazonaws.com`)
      .sort();
    if (services.length === 0) return [];
    return {
      sid: `Key${action}`,
      actions: [`kms:${action}`],
      resources: [key.arn],
      conditions: { StringEquals: { "kms:ViaService": services } },
    };
  });
}

function actionsFor(service: EncryptingService, access: Access): ReadonlySet<string> {
  const { read, write } = ACTIONS[service];
  return new Set([...(access === "write" ? [] : read), ...(access === "read" ? [] : write)]);
}

/** Both of two accesses. */
export function both(one: Access | undefined, other: Access): Access {
  return one === undefined || one === other ? other : "readAndWrite";
}
