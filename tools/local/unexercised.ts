import type { Right } from "../aws";
import * as parts from "../support/parts";

/** Rights that no run on this machine can use, and why AWS needs them all the same. */
export interface Unexercised {
  readonly reason: string;
  /** Where AWS says so. */
  readonly source?: string;
  /** Actions, all of them or the beginning up to a `*`. */
  readonly actions: readonly string[];
  /** Whose rights: the end of a role's name, or a service's name. */
  readonly holders: RegExp;
  readonly resources?: RegExp;
  readonly via?: string;
  /** Whether only some settings of an environment bring such a right about. */
  readonly dependsOnSettings?: boolean;
}

/** Roles of these parts: the name of a role ends with the name of its part. */
const rolesOf = (names: readonly string[]) => new RegExp(`-(?:${names.join("|")})$`);
const FUNCTIONS = rolesOf(parts.FUNCTIONS);
const WORKFLOWS = rolesOf(parts.WORKFLOWS);

/**
 * The whole list. A right that is neither used nor listed here, and an entry that some run does not need, fail
 * `npm run iam`.
 */
export const UNEXERCISED: readonly Unexercised[] = [
  {
    reason: "Step Functions sets up the delivery of a state machine's log, and keeps it, in the machine's role.",
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
    reason: "Lambda writes a function's log in the function's role; here it goes to a file.",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    holders: FUNCTIONS,
    resources: /:log-group:\/aws\/lambda\//,
  },
  {
    reason: "A traced service hands in its traces in the role that it acts in; nothing is traced here.",
    actions: ["xray:*"],
    holders: rolesOf([...parts.WORKFLOWS, ...parts.FUNCTIONS]),
    resources: /^\*$/,
  },
  {
    reason:
      "Lambda makes no function with a dead-letter queue that its role may not send to. It sends what failed of asynchronous calls, which no part of the platform makes.",
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
    reason: "Step Functions follows the executions of a Distributed Map, and stops them when the Map run fails.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html",
    actions: ["states:DescribeExecution", "states:StopExecution"],
    holders: /-order-fulfilment$/,
    resources: /:execution:[^:]*-order-fulfilment:\*$/,
  },
  {
    reason: "A pipe asks how its queue is set up.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html",
    actions: ["sqs:GetQueueAttributes"],
    holders: /-hand-over$/,
  },
  {
    reason:
      "API Gateway writes the logs of all APIs of an account and region in one role, which the account's settings name.",
    actions: ["logs:*"],
    holders: /-api-logs$/,
    resources: /(?::log-group:|^)\*$/,
  },
  {
    reason: "As above: it takes that role.",
    actions: ["sts:AssumeRole"],
    holders: /^apigateway\.amazonaws\.com$/,
    resources: /-api-logs$/,
  },
  {
    reason: "CloudWatch Logs encrypts the log groups; there are none here.",
    actions: ["kms:*"],
    holders: /^logs\.[\w-]+\.amazonaws\.com$/,
  },
  {
    reason: "CloudWatch publishes alarms to an encrypted topic; no alarm rings here.",
    actions: ["sns:Publish", "kms:Decrypt", "kms:GenerateDataKey"],
    holders: /^cloudwatch\.amazonaws\.com$/,
  },
  {
    reason: "SNS puts a mail that it could not send on the dead-letter queue; no mail is sent here.",
    actions: ["sqs:SendMessage", "kms:Decrypt", "kms:GenerateDataKey"],
    holders: /^sns\.amazonaws\.com$/,
    dependsOnSettings: true,
  },
  {
    reason: "EventBridge looks at the key once, when the bus gets it.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html",
    actions: ["kms:DescribeKey"],
    holders: /^events\.amazonaws\.com$/,
  },
  {
    reason: "S3 writes the access log of the bucket of payloads; there is none here.",
    actions: ["s3:PutObject"],
    holders: /^logging\.s3\.amazonaws\.com$/,
  },
];

/** The entry that stands for a right, if one does. */
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
