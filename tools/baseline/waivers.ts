import { FUNCTIONS, WORKFLOWS } from "../support/parts";
import { bootstrapWaivers } from "./bootstrap-waivers";
import { LOG_DELIVERY_ACTIONS } from "./log-delivery";
import { ANSWER_ACTIONS, TRACE_ACTIONS } from "./unscoped";
import type { Waiver } from "./waiver";

/** Environments without customers' data. */
const REHEARSAL = ["dev", "staging"];

/** Addresses of the role's resources of a part, which is in a stack or in a construct of the stack. */
const ofRole = (type: string, part: string, end: string) =>
  ["", "*_"].map((within) => `${type}.${within}${part}_role_${end}`);
const policyOf = (part: string) => ofRole("aws_iam_policy", part, "policy_*");
/** The policies of the roles of some parts. */
const rolesOf = (of: string, parts: readonly string[]) => ({ of, resource: parts.flatMap(policyOf) });

const LOG_DELIVERY = LOG_DELIVERY_ACTIONS.map((action) => `${action} on \\*`);
const ANSWERS = ANSWER_ACTIONS.map((action) => `${action} on \\*`);
const TRACES = TRACE_ACTIONS.map((action) => `${action} on \\*`);

/** Objects of the payload bucket, by its ARN, or by a reference to its stack if a plan does not know the ARN yet. */
const inPayloads = (action: string, prefix: string) =>
  ["arn:*:s3:::*-data-payloads-*", "${data.terraform_remote_state.*-data.outputs.*_s3_bucketpayloads_bucket_*arn}"].map(
    (bucket) => `${action} on ${bucket}/${prefix}/\\*`,
  );

/** The log group of a function, by its ARN or by a reference to it. */
const logGroupsOf = (part: string) => [
  `arn:*:logs:*:*:log-group:/aws/lambda/*-${part}`,
  `\${aws_cloudwatch_log_group.${part}_log_group_*.arn}`,
  `\${aws_cloudwatch_log_group.*_${part}_log_group_*.arn}`,
];

const ANSWERS_REASON =
  "Actions that answer a task have no resource type. The token limits the two roles: it cannot be guessed, and it opens one task once.";
const LOG_DELIVERY_REASON =
  "Step Functions sets up the delivery of a workflow's log with the workflow's own role, and these actions have no resource type. PutResourcePolicy lets services write to log groups of this account; it opens none to readers.";
const TRACES_REASON = "Actions that send traces have no resource type. They can add false traces, but read none.";
const LINES_REASON =
  "Every object of order lines in one bucket: the key holds the order's id and a checksum, which are not known beforehand.";
const UPLOADS_REASON = "Every upload in one bucket: the key holds an id that is generated for it.";

/** The rules that the project breaks on purpose. `npm run baseline` reports each, and docs/security.md lists it. */
export const waivers: readonly Waiver[] = [
  // Before the waivers of any resource: a finding uses the first waiver that matches.
  ...bootstrapWaivers,
  {
    rule: "function-vpc",
    reason:
      "Functions call AWS and one partner each over TLS, and nothing in a VPC. A NAT gateway would be one more part that can fail, and it does not filter hosts by name.",
  },
  {
    rule: "function-code-signing",
    reason:
      "The role that deploys would need the right to sign as well. It deploys what is built from the reviewed commit, and Terraform compares the archive's checksum.",
  },
  {
    rule: "function-concurrency",
    reason:
      "The API's throttling and the workflows' bounded Maps limit the calls. A reservation would turn a burst into errors and take concurrency from every other function; an alarm fires when the account's concurrency is used up.",
  },
  {
    rule: "function-runtime-newest",
    reason:
      "AWS provider 5.100.0, the oldest that the configuration supports, refuses nodejs24.x. AWS supports nodejs22.x until 30 April 2027.",
  },
  {
    rule: "state-machine-execution-data",
    reason:
      "Execution data holds addresses, and in three workflows the task token. It is logged only where orders are invented and no token passes; states and errors are logged everywhere.",
  },
  {
    rule: "execution-data-privacy",
    environments: REHEARSAL,
    reason: "Orders there are invented, and developers need to see the input and output of states.",
  },
  {
    rule: "stage-cache",
    reason:
      "Clients read a status to learn what changed, so a stale answer would be wrong. Orders and decisions are never cached.",
  },
  {
    rule: "method-cache",
    reason: "There is no cache, for the reason given for stage-cache.",
  },
  {
    rule: "stage-client-certificate",
    reason: "Every integration is an AWS action, called with the signature of the API's role.",
  },
  {
    rule: "stage-firewall",
    reason:
      "Every caller signs with AWS credentials, so API Gateway refuses what WAF would filter; one strict parser reads bodies, and throttling bounds a flood. WAF is worth its price once callers without AWS credentials are served.",
  },
  {
    rule: "bucket-replication",
    reason:
      "Payloads belong to orders, whose table is in one region, and states to resources in one region: copies elsewhere would be of no use.",
  },
  {
    rule: "bucket-mfa-delete",
    reason:
      "Only the root user can turn it on, by hand, and S3 allows no lifecycle rules with it: expired objects would be kept for ever.",
  },
  {
    rule: "bucket-object-lock",
    reason: "Objects with addresses must be deletable: a customer may ask for it, and retention ends.",
  },
  {
    rule: "bucket-data-events",
    reason:
      "A trail belongs to the account, not to one of its stacks. The access logs of the payload bucket and the state bucket record each read and write with its caller.",
  },
  {
    rule: "bucket-access-log",
    resource: "aws_s3_bucket.access-log_*",
    reason: "This bucket receives the access logs. Logging its own access would write a log of each log, without end.",
  },
  {
    rule: "bucket-key",
    resource: "aws_s3_bucket.access-log_*",
    reason: "S3 delivers access logs only to a bucket that is encrypted with SSE-S3.",
  },
  {
    rule: "bucket-notification",
    resource: "aws_s3_bucket.access-log_*",
    reason: "Nothing acts on a new access log.",
  },
  {
    rule: "table-backup",
    reason:
      "Point-in-time recovery restores any second of the last 35 days. A backup plan belongs to the account, and would keep addresses beyond the retention of an order.",
  },
  {
    rule: "queue-redrive",
    resource: "aws_sqs_queue.*_letters_queue_*",
    reason: "It is a dead-letter queue: an alarm fires on a message, and a person reads it.",
  },
  ...[
    "bucket-force-destroy",
    "data-prevent-destroy",
    "key-deletion-window",
    "secret-recovery",
    "table-deletion-protection",
  ].map((rule) => ({
    rule,
    environments: ["dev"],
    reason: "The environment may be destroyed and recreated at any time.",
  })),
  ...[
    { rule: "policy-wildcard", findings: LOG_DELIVERY },
    { rule: "policy-writing", findings: LOG_DELIVERY },
    { rule: "policy-permissions-management", findings: ["logs:PutResourcePolicy on \\*"] },
  ].map((each) => ({ ...each, ...rolesOf("the roles of workflows", WORKFLOWS), reason: LOG_DELIVERY_REASON })),
  ...["policy-wildcard", "policy-writing"].map((rule) => ({
    rule,
    ...rolesOf("the roles of carrier-event and resolve-approval", ["carrier-event", "resolve-approval"]),
    findings: ANSWERS,
    reason: ANSWERS_REASON,
  })),
  ...["policy-wildcard", "policy-writing"].map((rule) => ({
    rule,
    ...rolesOf("the roles of functions and workflows", [...FUNCTIONS, ...WORKFLOWS]),
    findings: TRACES,
    reason: TRACES_REASON,
  })),
  {
    rule: "role-function-star",
    of: "the roles of functions",
    resource: FUNCTIONS.flatMap((part) => ofRole("aws_iam_role", part, "*")),
    findings: TRACES,
    reason: TRACES_REASON,
  },
  {
    rule: "policy-wildcard",
    ...rolesOf("the roles of the three workflows that read lines", [
      "order-fulfilment",
      "release-inventory",
      "reserve-inventory",
    ]),
    findings: inPayloads("s3:GetObject", "lines"),
    reason: LINES_REASON,
  },
  {
    rule: "policy-wildcard",
    ...rolesOf("the role of validate-order", ["validate-order"]),
    findings: inPayloads("s3:PutObject", "lines"),
    reason: LINES_REASON,
  },
  {
    rule: "policy-wildcard",
    ...rolesOf("the role of create-upload", ["create-upload"]),
    findings: inPayloads("s3:PutObject", "uploads"),
    reason: UPLOADS_REASON,
  },
  {
    rule: "policy-wildcard",
    ...rolesOf("the role of validate-order", ["validate-order"]),
    findings: inPayloads("s3:GetObjectVersion", "uploads"),
    reason: UPLOADS_REASON,
  },
  {
    rule: "policy-wildcard",
    ...rolesOf("the role of order-fulfilment", ["order-fulfilment"]),
    findings: ["states:DescribeExecution", "states:StopExecution"].map(
      (action) => `${action} on arn:*:states:*:*:execution:*-order-fulfilment:\\*`,
    ),
    reason:
      "Every execution of the one workflow whose Distributed Map starts them: Step Functions generates their names.",
  },
  ...FUNCTIONS.map((part) => ({
    rule: "policy-wildcard",
    ...rolesOf("the role of each function", [part]),
    findings: ["logs:CreateLogStream", "logs:PutLogEvents"].flatMap((action) =>
      logGroupsOf(part).map((group) => `${action} on ${group}:\\*`),
    ),
    reason: "Every stream of the function's own log group: Lambda generates their names.",
  })),
  {
    rule: "policy-wildcard",
    resource: "aws_iam_policy.account-logs_*",
    findings: [
      "logs:DescribeLogGroups on \\*",
      ...[
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
      ].map((action) => `${action} on arn:*:logs:*:*:log-group:\\*`),
    ],
    reason:
      "API Gateway has one role for the logs of all APIs of an account and region, and names their log groups after the API's id.",
  },
];
