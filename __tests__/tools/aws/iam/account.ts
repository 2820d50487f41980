import type { Resource } from "../../../../tools/aws/deployment";
import { PolicyAuthorizer } from "../../../../tools/aws/iam/authorizer";
import { Encryption } from "../../../../tools/aws/iam/encryption";
import { type PolicySource, readPolicies } from "../../../../tools/aws/iam/policies";
import type { JsonObject } from "../../../../tools/support/json";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
export const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:work`;
export const QUEUE_URL = `http://127.0.0.1:4566/${ACCOUNT}/work`;
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/k`;
export const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`;

export interface Account {
  /** Statements of the role's policy. */
  readonly role?: readonly JsonObject[];
  /** Statements of the queue's policy. */
  readonly queue?: readonly JsonObject[];
  /** Statements of the key's policy; with them, the key encrypts queue and table. */
  readonly key?: readonly JsonObject[];
  /** Statements of the role's trust policy. */
  readonly trust?: readonly JsonObject[];
  readonly others?: Readonly<Record<string, readonly JsonObject[]>>;
}

export const allow = (Action: string | string[], Resource: string | string[] = "*", more: JsonObject = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

/** The account leaves its key to the policies of its roles. */
export const leftToTheAccount = allow("kms:*", "*", { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });

/** One role, one queue, one table and perhaps one key. */
export function sourceOf({
  role = [],
  queue = [],
  key,
  trust,
  others = {},
}: Account): PolicySource & { region: string } {
  const document = (Statement: readonly JsonObject[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const assumed = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "states.amazonaws.com" } };
  const all: Readonly<Record<string, readonly JsonObject[]>> = {
    aws_iam_role: [{ name: "worker", arn: ROLE, assume_role_policy: document(trust ?? [assumed]) }],
    aws_iam_policy: [{ arn: "arn:of:policy", policy: document(role) }],
    aws_iam_role_policy_attachment: [{ role: "worker", policy_arn: "arn:of:policy" }],
    aws_sqs_queue: [{ arn: QUEUE, url: QUEUE_URL, ...(key && { kms_master_key_id: KEY }) }],
    aws_sqs_queue_policy: queue.length === 0 ? [] : [{ queue_url: QUEUE_URL, policy: document(queue) }],
    aws_dynamodb_table: [{ arn: TABLE, ...(key && { server_side_encryption: { kms_key_arn: KEY } }) }],
    aws_kms_key: key ? [{ arn: KEY, policy: document(key) }] : [],
    ...others,
  };
  return {
    region: REGION,
    accountId: ACCOUNT,
    types: Object.keys(all).filter((type) => (all[type] ?? []).length > 0),
    resources: (type): Resource[] =>
      (all[type] ?? []).map((attributes, index) => ({
        stack: "orders-test-data",
        type,
        name: `it${index}`,
        address: `${type}.it${index}`,
        attributes,
      })),
  };
}

export function authorizerOf(account: Account): PolicyAuthorizer {
  const source = sourceOf(account);
  return new PolicyAuthorizer({
    policies: readPolicies(source),
    around: {
      region: REGION,
      accountId: ACCOUNT,
      encryption: new Encryption(source),
      secretArn: (id) => id,
      waitsFor: (token) => (token === "known" ? `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:waits` : undefined),
    },
  });
}
