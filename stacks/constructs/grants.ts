import { Refused } from "./refused";

/** Exact actions on exact resources, for a role. */
export interface Grant {
  /** The purpose of the right, used as the statement's Sid. Letters and digits only. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs. `*` only if AWS has no resource-level permission for any of the actions. */
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
}

/** Conditions of a statement: operator, then condition key, then values. One of the values must match. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * Actions without a resource-level permission in AWS. Their statement needs `*`. Source: the "Resource types" column at
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
const WITHOUT_RESOURCE: ReadonlySet<string> = new Set([
  // Step Functions sets up the delivery of vended logs for a state machine.
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
  // Traces.
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  // Answers to a task. Only its token identifies it.
  "states:SendTaskSuccess",
  "states:SendTaskFailure",
  "states:SendTaskHeartbeat",
]);

/** Resources with names that are not known in advance, and the actions that may be allowed on all of them. */
const NAMED_LATER: readonly { readonly resource: RegExp; readonly actions: ReadonlySet<string> }[] = [
  // Every object of one bucket under one prefix.
  {
    resource: /^[^*?]+\/[\w-]+\/\*$/,
    actions: new Set([
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:PutObject",
      "s3:ListMultipartUploadParts",
      "s3:AbortMultipartUpload",
    ]),
  },
  // Every execution of one state machine.
  {
    resource: /^[^*?]+:execution:[^*?:]+:\*$/,
    actions: new Set(["states:DescribeExecution", "states:StopExecution"]),
  },
  // Every stream of one log group. The writer chooses the streams' names.
  {
    resource: /^[^*?]*[^*?:]:\*$/,
    actions: new Set(["logs:CreateLogStream", "logs:PutLogEvents"]),
  },
  // Every log group of one account and region. API Gateway has one role for all APIs and names their groups itself.
  {
    resource: /^arn:[^*?]+:log-group:\*$/,
    actions: new Set([
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
      "logs:GetLogEvents",
      "logs:FilterLogEvents",
    ]),
  },
];

/**
 * Lets Step Functions read the sampling rules and send its traces. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html
 */
export const traceGrant: Grant = {
  sid: "Trace",
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
  resources: ["*"],
};

/**
 * The policy document of some grants, as JSON. Throws {@link Refused} for a wildcard that AWS does not require. `holder`
 * is the role's name in that message.
 */
export function policyDocument(holder: string, grants: readonly Grant[]): string {
  for (const grant of grants) refuseWildcards(holder, grant);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: grants.map((grant) => ({
      Sid: grant.sid,
      Effect: "Allow",
      Action: grant.actions,
      Resource: grant.resources,
      ...(grant.conditions === undefined ? {} : { Condition: grant.conditions }),
    })),
  });
}

function refuseWildcards(holder: string, { sid, actions, resources }: Grant): void {
  if (actions.length === 0 || resources.length === 0) {
    throw new Refused(`The grant ${sid} of ${holder} names no action or no resource. Name both, or remove the grant.`);
  }
  for (const action of actions) {
    if (/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) continue;
    throw new Refused(`The grant ${sid} of ${holder} has the action "${action}". Name each action: service:Action.`);
  }
  for (const resource of resources) {
    if (!/[*?]/.test(resource)) continue;
    if (resource === "*" && actions.every((action) => WITHOUT_RESOURCE.has(action))) continue;
    if (NAMED_LATER.some((named) => named.resource.test(resource) && actions.every((a) => named.actions.has(a))))
      continue;
    throw new Refused(
      `The grant ${sid} of ${holder} allows ${actions.join(", ")} on "${resource}". Name the ARN of each resource. Use "*" only where AWS has no resource-level permission.`,
    );
  }
}
