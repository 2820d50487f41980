import { LOG_DELIVERY_ACTIONS } from "./log-delivery";
import { ANSWER_ACTIONS, TRACE_ACTIONS } from "./unscoped";
import type { Waiver } from "./waiver";

/** Policies of the bootstrap stack: those of its roles, and the boundary of every role of the environment. */
const BOUNDARY = "aws_iam_policy.boundary";
const ALL = ["aws_iam_policy.plan_*", "aws_iam_policy.deploy_*", BOUNDARY];

/** Any action on a resource: one action, or several as in the boundary, which waivers below name. */
const on = (ending: string) => ["*", "*\\**"].map((action) => `${action} on arn:*:${ending}`);

/** How the ARNs of all resources of an environment end, such as `role/orders-prod-*`. */
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

/** The services of the boundary, which allows all that they will ever offer. */
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
  "The boundary gives no right: a role has only what its own policies also allow. AWS limits a policy to 6,144 characters, so the boundary names whole services where ARNs or the key's tag Stack hold the environment's name, and for the logs that API Gateway names. It denies every change to itself, to the pipelines' roles and to the state of their stack, and it denies rights to a role without the boundary.";
const NAMES_REASON =
  "Every resource of one environment: their names begin with the environment's name, and a deployment also creates new ones. The boundary denies resources with the bootstrap stack's name.";

/** The rules that the bootstrap stack breaks on purpose. */
export const bootstrapWaivers: readonly Waiver[] = [
  {
    rule: "bucket-key",
    resource: "aws_s3_bucket.state_bucket_*",
    reason:
      "A state holds no secret's value and no customer's data. The loss of a key that is created with the bucket would lose every state; the backend's settings can name a key of your own (kmsKeyArn). The access log records who read a state.",
  },
  {
    rule: "bucket-notification",
    resource: "aws_s3_bucket.state_bucket_*",
    reason: "Terraform reads a state when it runs. Nothing acts on a new one.",
  },
  {
    rule: "bucket-object-lock",
    resource: "aws_s3_bucket.state_bucket_*",
    reason:
      "Replaced states are kept for a year, and the boundary lets no role of the environment delete a version or change the retention.",
  },
  { rule: "policy-wildcard", resource: ALL, findings: OF_ONE_ENVIRONMENT, reason: NAMES_REASON },
  {
    rule: "policy-wildcard",
    resource: ALL,
    findings: IDS,
    reason:
      "The ARNs of keys and APIs hold ids that AWS generates. A condition on the tag Stack limits each statement to this environment's.",
  },
  {
    rule: "policy-wildcard",
    resource: ALL,
    findings: API_TAGS,
    reason:
      "The path holds an ARN with an id that AWS generates, and API Gateway has no condition on existing tags. The role that deploys could tag another API of the account and region as its own, and then change it.",
  },
  {
    rule: "policy-wildcard",
    resource: ALL,
    findings: UNSCOPED,
    reason:
      "These actions have no resource type, or none that exists yet. A key is created only with this environment's tag, and a key with an alias or another stack's tag is never tagged.",
  },
  {
    rule: "policy-wildcard",
    resource: ALL,
    findings: ["logs:*", "logs:\\*"].map((action) => `${action} on arn:*:log-group:API-Gateway-Execution-Logs_\\*`),
    reason: "API Gateway names the execution log of a stage after the API's id.",
  },
  {
    rule: "policy-wildcard",
    resource: ["aws_iam_policy.deploy_compute_*", BOUNDARY],
    findings: ASK_API,
    reason:
      "The API's id is not known beforehand. The role may call only the method that reads one order by its id, to check that a deployment answers.",
  },
  ...["policy-writing", "policy-permissions-management"].map((rule) => ({
    rule,
    resource: ["aws_iam_policy.deploy_compute_*", BOUNDARY],
    findings: UNSCOPED,
    reason:
      "Actions that set up the delivery of logs have no resource type. PutResourcePolicy lets services write to log groups of this account; it opens none to readers.",
  })),
  ...["policy-wildcard", "policy-writing"].map((rule) => ({
    rule,
    resource: BOUNDARY,
    findings: [...TRACE_ACTIONS, ...ANSWER_ACTIONS].map((action) => `${action} on \\*`),
    reason:
      "Actions that send traces or answer a task have no resource type. The boundary gives no right: a role has only what its own policies also allow.",
  })),
  {
    rule: "policy-pass-role",
    resource: ["aws_iam_policy.deploy_identity_*", BOUNDARY],
    findings: HANDED_OVER,
    reason:
      "A deployment passes roles to functions, workflows, pipe, schedule, rule and API. Only roles of this environment may be passed, to the six services that it uses; each has the boundary, which denies passing the pipelines' own roles.",
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
    reason: "Every state of the environment, with its lock file. The state of the bootstrap stack is denied.",
  },
  {
    rule: "policy-wildcard",
    resource: BOUNDARY,
    findings: ["logs:* on arn:*:log-group:\\*"],
    reason:
      "API Gateway has one role for the logs of all APIs of an account and region, and their logs have any names. No stack gives this to another role; a role that a deployment gave it could read logs of the account.",
  },
];
