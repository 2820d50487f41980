import type { Right } from "../aws";
import * as parts from "../support/parts";

/** Rights that no run on this machine can use, and why AWS needs them. */
export interface Unexercised {
  readonly reason: string;
  /** AWS's documentation of it. */
  readonly source?: string;
  /** Actions by their full name, or by a prefix followed by `*`. */
  readonly actions: readonly string[];
  /** The end of a role's name, or a service's name. */
  readonly holders: RegExp;
  readonly resources?: RegExp;
  readonly via?: string;
  /** Whether only environments with certain settings have the right. */
  readonly dependsOnSettings?: boolean;
}

/** Roles of these parts: the name of a role ends with the name of its part. */
const rolesOf = (names: readonly string[]) => new RegExp(`-(?:${names.join("|")})$`);
const FUNCTIONS = rolesOf(parts.FUNCTIONS);
const WORKFLOWS = rolesOf(parts.WORKFLOWS);

/**
 * The whole list. `npm run iam` fails on a right that is neither used nor listed, and on an entry that covers no right.
 */
export const UNEXERCISED: readonly Unexercised[] = [
  {
    reason: "Step Functions sets up and maintains the delivery of a state machine's log with the machine's role.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
    actions: [
      "logs:CreateLogDelivery",
      "logs:GetLogDelivery",
      "logs:UpdateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:DescribeResourcePolicies",
      "logs:DescribeLogGroups",
    ],
    holders: WORKFLOWS,
    resources: /^\*$/,
  },
  {
    reason: "Lambda writes a function's log with the function's role; here the log goes to a file.",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    holders: FUNCTIONS,
    resources: /:log-group:\/aws\/lambda\//,
  },
  {
    reason: "A traced service sends its traces with its own role; nothing is traced here.",
    actions: ["xray:*"],
    holders: rolesOf([...parts.WORKFLOWS, ...parts.FUNCTIONS]),
    resources: /^\*$/,
  },
  {
    reason:
      "Lambda refuses to create a function whose role may not send to the function's dead-letter queue. It sends failed asynchronous calls there; the platform makes none.",
    actions: ["sqs:SendMessage"],
    holders: FUNCTIONS,
    resources: /-dlq$/,
  },
  {
    reason: "As above: the dead-letter queue is encrypted.",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    holders: FUNCTIONS,
    via: "sqs",
  },
  {
    reason: "Step Functions watches the child executions of a Distributed Map, and stops them when the Map run fails.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html",
    actions: ["states:DescribeExecution", "states:StopExecution"],
    holders: /-order-fulfilment$/,
    resources: /:execution:[^:]*-order-fulfilment:\*$/,
  },
  {
    reason: "A pipe reads the settings of its queue.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html",
    actions: ["sqs:GetQueueAttributes"],
    holders: /-hand-over$/,
  },
  {
    reason:
      "API Gateway writes the logs of all APIs of an account and region with one role, which the account's settings name.",
    actions: ["logs:*"],
    holders: /-api-logs$/,
    resources: /(?::log-group:|^)\*$/,
  },
  {
    reason: "As above: it assumes that role.",
    actions: ["sts:AssumeRole"],
    holders: /^apigateway\.amazonaws\.com$/,
    resources: /-api-logs$/,
  },
  {
    reason: "CloudWatch Logs encrypts the log groups; none exist here.",
    actions: ["kms:*"],
    holders: /^logs\.[\w-]+\.amazonaws\.com$/,
  },
  {
    reason: "CloudWatch publishes alarms to an encrypted topic; no alarm fires here.",
    actions: ["sns:Publish", "kms:Decrypt", "kms:GenerateDataKey"],
    holders: /^cloudwatch\.amazonaws\.com$/,
  },
  {
    reason: "SNS puts an undeliverable email on the dead-letter queue; no email is sent here.",
    actions: ["sqs:SendMessage", "kms:Decrypt", "kms:GenerateDataKey"],
    holders: /^sns\.amazonaws\.com$/,
    dependsOnSettings: true,
  },
  {
    reason: "EventBridge checks the key once, when it is assigned to the bus.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html",
    actions: ["kms:DescribeKey"],
    holders: /^events\.amazonaws\.com$/,
  },
  {
    reason: "S3 writes the access log of the payload bucket; no access log is written here.",
    actions: ["s3:PutObject"],
    holders: /^logging\.s3\.amazonaws\.com$/,
  },
];

/** The entry that covers a right, if any. */
export function reasonedEntry(right: Right): Unexercised | undefined {
  return UNEXERCISED.find((entry) => covers(entry, right));
}

function covers({ actions, holders, resources, via }: Unexercised, right: Right): boolean {
  return (
    actions.some((action) =>
      action.endsWith("*") ? right.action.startsWith(action.slice(0, -1)) : right.action === action,
    ) &&
    holders.test(right.holder) &&
    (resources === undefined || resources.test(right.resource)) &&
    (via === undefined || right.via === via)
  );
}
