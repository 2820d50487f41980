import type { Grant } from "./grants";

/** What a role does with data that a key encrypts. */
export type Access = "read" | "write" | "readAndWrite";

/**
 * What a role needs of the key when a service passes the role's own call on to KMS. Sources:
 * - DynamoDB keeps a key of the table's own, and opens it for each caller who reads or writes:
 *   https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * - Whoever writes an object in parts must read what S3 kept of it:
 *   https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * - SQS and SNS check the data key that they use again:
 *   https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 *   https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 *
 * A service that takes the role and calls KMS in it is not among these: see {@link openedInRole}.
 */
const ACTIONS = {
  dynamodb: { read: ["Decrypt"], write: ["Decrypt"] },
  s3: { read: ["Decrypt"], write: ["GenerateDataKey"] },
  secretsmanager: { read: ["Decrypt"], write: ["GenerateDataKey", "Decrypt"] },
  sns: { read: ["Decrypt"], write: ["GenerateDataKey", "Decrypt"] },
  sqs: { read: ["Decrypt"], write: ["GenerateDataKey", "Decrypt"] },
} as const;

/** Services that pass a role's call on to KMS. */
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

/** What a service decrypts in the role that it takes, by the name in KMS's encryption context that holds its ARN. */
const IN_ROLE = {
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
  function: { context: "aws:lambda:FunctionArn", sid: "OpenVariables" },
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
  schedule: { context: "aws:scheduler:schedule:arn", sid: "OpenInput" },
} as const;

/**
 * Lets a service decrypt a function's variables or a schedule's input in the role that it takes, and nothing else. It
 * calls KMS itself, so `kms:ViaService` is absent and the encryption context names the resource instead. AWS gives the
 * role of a function a grant as well, but one that a role deleted and made anew does not have:
 * https://github.com/hashicorp/terraform-provider-aws/issues/6352
 */
export function openedInRole(key: { readonly arn: string }, what: keyof typeof IN_ROLE, arn: string): Grant {
  const { sid, context } = IN_ROLE[what];
  return {
    sid,
    actions: ["kms:Decrypt"],
    resources: [key.arn],
    conditions: { StringEquals: { [`kms:EncryptionContext:${context}`]: arn } },
  };
}

function actionsFor(service: EncryptingService, access: Access): ReadonlySet<string> {
  const { read, write } = ACTIONS[service];
  return new Set([...(access === "write" ? [] : read), ...(access === "read" ? [] : write)]);
}

/** Both of two accesses. */
export function both(one: Access | undefined, other: Access): Access {
  return one === undefined || one === other ? other : "readAndWrite";
}
