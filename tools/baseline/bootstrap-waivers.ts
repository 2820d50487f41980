import { LOG_DELIVERY_ACTIONS } from "./log-delivery";
import { ANSWER_ACTIONS, TRACE_ACTIONS } from "./unscoped";
import type { Waiver } from "./waiver";

/** Policies of the bootstrap stack: what its roles may do, and the most that any role of the environment may. */
const BOUNDARY = "aws_iam_policy.boundary";
const ALL = ["aws_iam_policy.plan_*", "aws_iam_policy.deploy_*", BOUNDARY];

/** Whatever is allowed: one action, or as the boundary has it, several, which are waived by name below. */
const on = (ending: string) => ["*", "*\\**"].map((action) => `${action} on arn:*:${ending}`);

/** How ARNs end that name every resource of an environment, such as `role/orders-prod-*`. */
const NAMED = [
  ...["alarm:", "alias/", "event-bus/", "function:", "pipe/", "policy/", "role/", "rule/", "secret:", "table/"],
  ...["log-group:/aws/\\*/", "schedule*/", "schedule\\*/", "sns:*:", "sqs:*:", "states:*:", "states:*:\\*:"],
].map((kind) => `${kind}*-*-\\*`);
const OF_ONE_ENVIRONMENT = [...NAMED, "schedule*/*-*-\\*/\\*", "s3:::*-*-data-\\*", "s3:::*-*-data-\\*/\\*"].flatMap(
  on,
);

const IDS = [
  ...["kms:*", "kms:\\*"].map((action) => `${action} on arn:*:key/\\*`),
  "apigateway:* on arn:*:apigateway:*::/restapis/\\*",
];
const API_TAGS = ["apigateway:* on arn:*:apigateway:*::/tags/\\*"];
const ASK_API = ["execute-api:Invoke on arn:*:execute-api:*:\\*/v1/GET/orders/\\*"];

const UNSCOPED = [
  "kms:CreateKey",
  "kms:ListAliases",
  "kms:TagResource",
  ...LOG_DELIVERY_ACTIONS,
  "states:ValidateStateMachineDefinition",
].map((action) => `${action} on \\*`);

/** Those of the boundary, where their names stand for all that the services will ever have. */
const WHOLE_SERVICES = [
  "cloudwatch",
  "dynamodb",
  "events",
  "kms",
  "lambda",
  "logs",
  "pipes",
  "s3",
  "scheduler",
  "secretsmanager",
  "sns",
  "sqs",
  "states",
].map((service) => `${service}:\\*`);
const KINDS_OF_ACTION = [
  "kms:\\*Alias",
  ...["Get\\*", "List\\*", "\\*Policy", "\\*PolicyVersion", "UpdateRole\\*", "Tag\\*", "Untag\\*"].map(
    (actions) => `iam:${actions}`,
  ),
];

const HANDED_OVER = [
  "roles may be passed: any of arn:*:role/*-*-\\* to apigateway.amazonaws.com, events.amazonaws.com, lambda.amazonaws.com, pipes.amazonaws.com, scheduler.amazonaws.com, states.amazonaws.com",
];

const BOUNDARY_REASON =
  "The boundary gives no right: a role has only what its own policies allow, too. AWS limits its length to 6,144 characters, so whole services stand where ARNs bear the environment's name, where the key's tag Stack does, and for the logs that API Gateway names. It denies every change to itself, to the pipelines' roles and to the state of their stack, and rights to a role that does not bear it.";
const NAMES_REASON =
  "Every resource of one environment: their names begin with the environment's, and a deployment makes those that were never there before. What bears the bootstrap stack's name is denied by the boundary.";

/** What is broken on purpose in the stack that stands before pipelines deploy. */
export const bootstrapWaivers: readonly Waiver[] = [
  {
    rule: "bucket-key",
    resource: "aws_s3_bucket.state_bucket_*",
    reason:
      "A state holds no secret's value and no customer's data. A key made beside the bucket would be one more thing whose loss loses every state; a key of one's own is named in the backend's settings (kmsKeyArn). The access log tells who read a state.",
  },
  {
    rule: "bucket-notification",
    resource: "aws_s3_bucket.state_bucket_*",
    reason: "Terraform reads a state when it runs. Nothing acts on one that arrives.",
  },
  {
    rule: "bucket-object-lock",
    resource: "aws_s3_bucket.state_bucket_*",
    reason:
      "States that others took the place of are kept for a year, and the boundary lets no role of the environment delete a version or change how long.",
  },
  { rule: "policy-wildcard", resource: ALL, findings: OF_ONE_ENVIRONMENT, reason: NAMES_REASON },
  {
    rule: "policy-wildcard",
    resource: ALL,
    findings: IDS,
    reason:
      "The ARNs of keys and APIs bear ids that AWS makes up. A condition on the tag Stack holds each statement to this environment's.",
  },
  {
    rule: "policy-wildcard",
    resource: ALL,
    findings: API_TAGS,
    reason:
      "The path bears an ARN with an id that AWS makes up, and API Gateway has no condition on what is tagged already. Whoever deploys could tag another API of the account and region as its own, and then change it.",
  },
  {
    rule: "policy-wildcard",
    resource: ALL,
    findings: UNSCOPED,
    reason:
      "AWS knows no resource for these actions, or none that is there yet. A key is made only with this environment's tag, and no key is tagged that has an alias or another stack's tag.",
  },
  {
    rule: "policy-wildcard",
    resource: ALL,
    findings: ["logs:*", "logs:\\*"].map((action) => `${action} on arn:*:log-group:API-Gateway-Execution-Logs_\\*`),
    reason: "API Gateway names the log of a stage's executions itself, after the API's id.",
  },
  {
    rule: "policy-wildcard",
    resource: ["aws_iam_policy.deploy_compute_*", BOUNDARY],
    findings: ASK_API,
    reason:
      "The API's id is not known beforehand. What reads one order by its id may be asked, to see that a deployment answers, and nothing else.",
  },
  ...["policy-writing", "policy-permissions-management"].map((rule) => ({
    rule,
    resource: ["aws_iam_policy.deploy_compute_*", BOUNDARY],
    findings: UNSCOPED,
    reason:
      "AWS knows no resource for setting up the delivery of logs. PutResourcePolicy lets services write to log groups of this account; it opens none to readers.",
  })),
  ...["policy-wildcard", "policy-writing"].map((rule) => ({
    rule,
    resource: BOUNDARY,
    findings: [...TRACE_ACTIONS, ...ANSWER_ACTIONS].map((action) => `${action} on \\*`),
    reason:
      "AWS knows no resource for sending traces and for answering a task. The boundary gives no right: a role has only what its own policies allow, too.",
  })),
  {
    rule: "policy-pass-role",
    resource: ["aws_iam_policy.deploy_identity_*", BOUNDARY],
    findings: HANDED_OVER,
    reason:
      "Whoever deploys hands roles to functions, workflows, pipe, schedule, rule and API. Those are roles of this environment, to the six services that it uses; each bears the boundary, and the boundary denies handing over the pipelines' own.",
  },
  {
    rule: "policy-whole-service",
    resource: BOUNDARY,
    findings: WHOLE_SERVICES.map((it) => `${it} is allowed`),
    reason: BOUNDARY_REASON,
  },
  {
    rule: "policy-wildcard",
    resource: BOUNDARY,
    findings: [...WHOLE_SERVICES, ...KINDS_OF_ACTION],
    reason: BOUNDARY_REASON,
  },
  {
    rule: "policy-wildcard",
    resource: BOUNDARY,
    findings: ["s3:*Object on arn:*:s3:::*/*-*-\\*"],
    reason: "Every state of the environment, with the lock file beside it. That of the bootstrap stack is denied.",
  },
  {
    rule: "policy-wildcard",
    resource: BOUNDARY,
    findings: ["logs:* on arn:*:log-group:\\*"],
    reason:
      "API Gateway has one role for the logs of all APIs of an account and region, and its logs have whatever names these gave them. No other role is given this by a stack; one that a deployment gives it could read logs of the account.",
  },
];
