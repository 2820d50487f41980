import type { Grant } from "./grants";

/** What a role does with encrypted data. */
export type Access = "read" | "write" | "readAndWrite";

/**
 * The key actions that a role needs when a service passes the role's call on to KMS. Sources:
 * - DynamoDB has a key for each table and decrypts it for each caller that reads or writes:
 *   https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * - A caller that writes an object in parts must also read the parts:
 *   https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * - SQS and SNS verify a data key that they reuse:
 *   https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 *   https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 *
 * For a service that assumes the role and calls KMS itself, see {@link openedInRole}.
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
 * Lets a role use the key, but only through the named services and only for the actions that each use needs. Returns one
 * statement per action.
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

/** Resources that a service decrypts in the role that it assumes, with the encryption context that holds their ARN. */
const IN_ROLE = {
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
  function: { context: "aws:lambda:FunctionArn", sid: "OpenVariables" },
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
  schedule: { context: "aws:scheduler:schedule:arn", sid: "OpenInput" },
} as const;

/**
 * Lets a service that assumes the role decrypt a function's variables or a schedule's input, and nothing else. The
 * service calls KMS itself, so `kms:ViaService` is absent, and the encryption context names the resource instead. AWS
 * also gives a function's role a grant, but a role that was deleted and recreated does not have it:
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

/** The access that covers both. */
export function both(one: Access | undefined, other: Access): Access {
  return one === undefined || one === other ? other : "readAndWrite";
}
