import { Resource } from "../../../tools/baseline/model/resource";
import { Stack } from "../../../tools/baseline/model/stack";
import type { Block } from "../../../tools/baseline/model/values";

/** Arguments by address. */
export type Resources = Readonly<Record<string, Block>>;

/** What an example changes of a stack: arguments that replace others, or null to leave the resource out. */
export type Changes = Readonly<Record<string, Block | null>>;

/** A stack of an environment `test`, with some of its resources changed. */
export function stackOf(resources: Resources, changes: Changes = {}): Stack {
  const addresses = new Set([...Object.keys(resources), ...Object.keys(changes)]);
  return new Stack({
    id: "orders-test-all",
    environment: "test",
    source: "synthesis",
    resources: [...addresses].flatMap((address) => {
      const change = changes[address];
      const [name = "", ...type] = address.split(".").reverse();
      return change === null
        ? []
        : [new Resource(type.reverse().join("."), name, { ...resources[address], ...change })];
    }),
  });
}

export const KEY = "${aws_kms_key.key.arn}";
export const LETTERS = "${aws_sqs_queue.letters.arn}";
export const ACCOUNT = "arn:aws:iam::123456789012:root";

export const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const allow = (action: string | string[], resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});

export const everyone = (action: string, more: object = {}) => allow(action, "*", { Principal: "*", ...more });

export const trust = (principal: object, more: object = {}) =>
  policy({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more });

export const refusePlainHttp = (action: string, ...resources: readonly string[]) => ({
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resources,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** Gives a resource another policy. */
export const withPolicy = (address: string, ...statements: readonly object[]): Changes => ({
  [address]: { policy: policy(...statements) },
});

/** Lets the role of the function do something. */
export const grant = (action: string | string[], resource: string | string[] = "*"): Changes =>
  withPolicy("aws_iam_policy.charge", allow(action, resource));

/** Adds a policy document of one statement. */
export const document = (statement: object): Changes => ({
  "data.aws_iam_policy_document.it": { statement: [statement] },
});
