import { bootstrapWaivers } from "./bootstrap-waivers";
import { LOG_DELIVERY_ACTIONS } from "./log-delivery";
import { ANSWER_ACTIONS, TRACE_ACTIONS } from "./unscoped";
import type { Waiver } from "./waiver";

/** Environments that hold no customer's data. */
const REHEARSAL = ["dev", "staging"];

/** By their places in the stacks, as the addresses of what belongs to them begin. */
const WORKFLOWS = [
  "carrier-event",
  "order-fulfilment",
  "order-intake",
  "reconciliation_hand-over-orders",
  "reconciliation_reconcile-orders",
  "release-inventory",
  "reserve-inventory",
  "resolve-approval",
  "settle-order",
];
const FUNCTIONS = [
  "carrier_cancel-shipment",
  "carrier_ship-order",
  "carrier_track-shipment",
  "create-upload",
  "payment_process-payment",
  "payment_refund-payment",
  "validate-order",
];
const policyOf = (part: string) => `aws_iam_policy.${part}_role_policy_*`;
/** The policies of the roles of some parts. */
const rolesOf = (of: string, parts: readonly string[]) => ({ of, resource: parts.map(policyOf) });

const LOG_DELIVERY = LOG_DELIVERY_ACTIONS.map((action) => `${action} on \\*`);
const ANSWERS = ANSWER_ACTIONS.map((action) => `${action} on \\*`);
const TRACES = TRACE_ACTIONS.map((action) => `${action} on \\*`);

/** Objects of the payload bucket: its ARN, or where a plan does not know that yet, a reference to the stack that holds it. */
const inPayloads = (action: string, prefix: string) =>
  ["arn:*:s3:::*-data-payloads-*", "${data.terraform_remote_state.*-data.outputs.*_s3_bucketpayloads_bucket_*arn}"].map(
    (bucket) => `${action} on ${bucket}/${prefix}/\\*`,
  );

/** The log group of a function, by its ARN or by a reference to it. */
const logGroupsOf = (part: string) => [
  `arn:*:logs:*:*:log-group:/aws/lambda/*-${part.replace(/^.*_/, "")}`,
  `\${aws_cloudwatch_log_group.${part}_log_group_*.arn}`,
];

const ANSWERS_REASON =
  "AWS knows no resource for answering a task. The token, which cannot be guessed and opens one task once, keeps the two roles in their place.";
const LOG_DELIVERY_REASON =
  "Step Functions sets up the delivery of a workflow's log in the workflow's own role, and AWS knows no resource for these actions. PutResourcePolicy lets services write to log groups of this account; it opens none to readers.";
const TRACES_REASON =
  "AWS knows no resource for sending traces. Who has the right can add false traces, and reads none.";
const LINES_REASON =
  "Every object of lines of one bucket: its key holds the order's id and a checksum, which nobody knows beforehand.";
const UPLOADS_REASON = "Every upload of one bucket: its key holds an id that is made up for it.";

/** What is broken on purpose. Each is told by `npm run baseline` and listed in docs/security.md. */
export const waivers: readonly Waiver[] = [
  // Before what is waived of any resource: of two that fit, the first is told.
  ...bootstrapWaivers,
  {
    rule: "function-vpc",
    reason:
      "Functions call AWS and one partner each over TLS, and nothing that stands in a VPC. A NAT gateway would be one more part that fails, and filters no host by name.",
  },
  {
    rule: "function-code-signing",
    reason:
      "The role that deploys would hold the right to sign as well. What it deploys is built from the reviewed commit, and Terraform compares the archive's checksum.",
  },
  {
    rule: "function-concurrency",
    reason:
      "The API's throttling and the workflows' bounded Maps limit the calls. A reservation would turn a burst into errors and take from every other function; an alarm tells when the account's concurrency is used up.",
  },
  {
    rule: "function-runtime-newest",
    reason:
      "AWS provider 5.100.0, which the configuration keeps to, refuses nodejs24.x. AWS supports nodejs22.x until 30 April 2027.",
  },
  {
    rule: "state-machine-execution-data",
    reason:
      "Execution data holds addresses, and in three workflows the task token. It is logged only where orders are made up and no token passes; states and errors are logged everywhere.",
  },
  {
    rule: "execution-data-privacy",
    environments: REHEARSAL,
    reason: "Orders are made up there, and developers need to see what goes through a state.",
  },
  {
    rule: "stage-cache",
    reason:
      "A status is read to learn what changed: an old answer would be wrong. Orders and decisions are never cached.",
  },
  {
    rule: "method-cache",
    reason: "As for stage-cache: there is no cache.",
  },
  {
    rule: "stage-client-certificate",
    reason: "Every integration is an action of AWS, called with the signature of the API's role.",
  },
  {
    rule: "stage-firewall",
    reason:
      "Every caller signs with AWS credentials, so API Gateway turns away what WAF would filter; bodies are parsed by one strict parser, and throttling bounds a flood. WAF is worth its price once callers without AWS credentials come.",
  },
  {
    rule: "bucket-replication",
    reason:
      "Payloads belong to orders, which stand in one region's table, and states to what stands in one region: copies of them elsewhere would serve nothing.",
  },
  {
    rule: "bucket-mfa-delete",
    reason:
      "Only the root user can turn it on, by hand, and S3 takes no lifecycle rules with it: what expired would be kept for ever.",
  },
  {
    rule: "bucket-object-lock",
    reason: "What holds addresses must be deletable: a customer may ask for it, and retention ends in time.",
  },
  {
    rule: "bucket-data-events",
    reason:
      "A trail belongs to the account, not to a stack of it. The access logs of the payload bucket and of the states' bucket tell each read and write with its caller.",
  },
  {
    rule: "bucket-access-log",
    resource: "aws_s3_bucket.access-log_*",
    reason: "It is where access logs go. Logging its own access would write a log of each log without an end.",
  },
  {
    rule: "bucket-key",
    resource: "aws_s3_bucket.access-log_*",
    reason: "S3 delivers access logs only to a bucket under its own key (SSE-S3).",
  },
  {
    rule: "bucket-notification",
    resource: "aws_s3_bucket.access-log_*",
    reason: "Nothing acts on an access log that arrives.",
  },
  {
    rule: "table-backup",
    reason:
      "Point-in-time recovery brings back any second of 35 days. A backup plan belongs to the account, and would keep addresses beyond the retention of an order.",
  },
  {
    rule: "queue-redrive",
    resource: "aws_sqs_queue.*_letters_queue_*",
    reason: "It is a dead-letter queue: a first message alarms, and a person reads it.",
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
    reason: "The environment may be destroyed and made again at any time.",
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
    resource: FUNCTIONS.map((part) => `aws_iam_role.${part}_role_*`),
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
    resource: policyOf("validate-order"),
    findings: inPayloads("s3:PutObject", "lines"),
    reason: LINES_REASON,
  },
  {
    rule: "policy-wildcard",
    resource: policyOf("create-upload"),
    findings: inPayloads("s3:PutObject", "uploads"),
    reason: UPLOADS_REASON,
  },
  {
    rule: "policy-wildcard",
    resource: policyOf("validate-order"),
    findings: inPayloads("s3:GetObjectVersion", "uploads"),
    reason: UPLOADS_REASON,
  },
  {
    rule: "policy-wildcard",
    resource: policyOf("order-fulfilment"),
    findings: ["states:DescribeExecution", "states:StopExecution"].map(
      (action) => `${action} on arn:*:states:*:*:execution:*-order-fulfilment:\\*`,
    ),
    reason:
      "Every execution of the one workflow whose Distributed Map starts them: Step Functions makes up their names.",
  },
  ...FUNCTIONS.map((part) => ({
    rule: "policy-wildcard",
    ...rolesOf("the role of each function", [part]),
    findings: ["logs:CreateLogStream", "logs:PutLogEvents"].flatMap((action) =>
      logGroupsOf(part).map((group) => `${action} on ${group}:\\*`),
    ),
    reason: "Every stream of the function's own log group: Lambda makes up their names.",
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
      "API Gateway has one role for the logs of all APIs of an account and region, and names their log groups itself, after the API's id.",
  },
];
