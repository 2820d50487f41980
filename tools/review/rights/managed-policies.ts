import type { Risk } from "./risk";

/**
 * What policies that AWS manages give, by their names; the first that matches counts. AWS changes their texts, and their
 * names keep what they are for. Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const BY_NAME: readonly (readonly [RegExp, Risk["level"], string])[] = [
  [/^AdministratorAccess$/, "dangerous", "every action on every resource, a wildcard over everything"],
  [/^IAMFullAccess$/, "dangerous", "it can give itself more rights: privilege escalation"],
  [/^PowerUserAccess$/, "dangerous", "every action but those of IAM and Organizations, on every resource"],
  [
    /FullAccess|Administrator/,
    "dangerous",
    "every action of a service on every resource, a wildcard with write access",
  ],
  [
    /^(?:service-role\/AWSLambda(?:BasicExecutionRole|(?:SQSQueue|DynamoDB|Kinesis|VPCAccess)ExecutionRole)|AWSX[Rr]ay(?:DaemonWriteAccess|WriteOnlyAccess))$/,
    "safe",
    "what functions need to write logs and traces, and to read what invokes them",
  ],
  [/ReadOnly|ViewOnly|SecurityAudit/, "attention", "it can read every resource of its services"],
];

/** Judges a policy that AWS manages. */
export function riskOfManaged(name: string): Risk {
  const [, level = "attention", why = "new rights, which AWS defines and may change"] =
    BY_NAME.find(([pattern]) => pattern.test(name)) ?? [];
  return { level, rule: "managed-policy-attached", why };
}
