import { ACCOUNT_ID } from "./aws-endpoint";

/** What the AWS provider 5.x asks of AWS about one resource, as IAM names the actions. */
export interface Need {
  /** The ARN that it asks about. */
  readonly arn: string;
  /** Of a refresh and a plan. */
  readonly reads: readonly string[];
  /** To create, change, tag and destroy. */
  readonly writes: readonly string[];
}

/** Words that name actions of the service. */
interface Actions {
  readonly reads?: string;
  readonly writes?: string;
}

function on(service: string, resource: string, { reads = "", writes = "" }: Actions): Need {
  const place = service === "iam" ? `:${ACCOUNT_ID}` : `eu-west-1:${ACCOUNT_ID}`;
  const arn = { s3: `arn:aws:s3:::${resource}`, apigateway: `arn:aws:apigateway:eu-west-1::${resource}` };
  const actionsOf = (words: string) => words.split(" ").flatMap((word) => (word === "" ? [] : `${service}:${word}`));
  return {
    arn: service === "s3" || service === "apigateway" ? arn[service] : `arn:aws:${service}:${place}:${resource}`,
    reads: actionsOf(reads),
    writes: actionsOf(writes),
  };
}

const key = (actions: Actions) => on("kms", "key/11111111-2222-3333-4444-555555555555", actions);
const table = (actions: Actions) => on("dynamodb", "table/orders-prod-data-orders", actions);
const bucket = (actions: Actions) => on("s3", `orders-prod-data-payloads-${ACCOUNT_ID}`, actions);
const secret = (actions: Actions) =>
  on("secretsmanager", "secret:orders-prod-fulfilment-carrier-api-key-AbCdEf", actions);
const queue = (actions: Actions) => on("sqs", "orders-prod-fulfilment-orders", actions);
const topic = (actions: Actions) => on("sns", "orders-prod-fulfilment-alarm", actions);
const rule = (actions: Actions) => on("events", "rule/orders-prod-intake-uploaded", actions);
const machine = (actions: Actions) => on("states", "stateMachine:orders-prod-intake-order-intake", actions);
const role = (actions: Actions) => on("iam", "role/orders-prod-intake-order-intake", actions);
const api = (path: string, actions: Actions) => on("apigateway", `/restapis/abcdef1234${path}`, actions);
const apiTags = on("apigateway", "/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fabcdef1234", {
  reads: "GET",
  writes: "PUT DELETE",
});

/** Hands a role over to what is made. */
const passesRole = role({ writes: "PassRole" });

/**
 * Of whatever logs by way of a delivery. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
const deliversLogs = on("logs", "log-group:/aws/vendedlogs/states/orders-prod-intake-order-intake", {
  reads: "DescribeLogGroups",
  writes:
    "CreateLogDelivery GetLogDelivery UpdateLogDelivery DeleteLogDelivery ListLogDeliveries PutResourcePolicy DescribeResourcePolicies",
});

const partOfMethod = (path: string) =>
  api(`/resources/ab12cd/methods/POST${path}`, { reads: "GET", writes: "PUT PATCH DELETE" });

/**
 * By Terraform's type, for the arguments that the stacks give. Written by hand from what the provider 5.100.0 calls in a
 * rehearsal, and from its sources for what a rehearsal does not change: it owes nothing to stacks/bootstrap, which it is
 * held against.
 */
export const deployNeeds: Readonly<Record<string, readonly Need[]>> = {
  aws_dynamodb_table: [
    table({
      reads: "DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource",
      writes: "CreateTable UpdateTable UpdateContinuousBackups UpdateTimeToLive TagResource UntagResource DeleteTable",
    }),
    // The rights that DynamoDB documents for encrypting a table with a key of the account. Source:
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz
    key({
      reads: "DescribeKey",
      writes: "CreateGrant Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo",
    }),
  ],

  aws_s3_bucket: [
    bucket({
      reads:
        "ListBucket GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration",
      writes: "CreateBucket PutBucketTagging DeleteBucket",
    }),
  ],
  aws_s3_bucket_lifecycle_configuration: [
    bucket({ reads: "GetLifecycleConfiguration", writes: "PutLifecycleConfiguration" }),
  ],
  aws_s3_bucket_logging: [bucket({ reads: "GetBucketLogging", writes: "PutBucketLogging" })],
  aws_s3_bucket_notification: [bucket({ reads: "GetBucketNotification", writes: "PutBucketNotification" })],
  aws_s3_bucket_ownership_controls: [
    bucket({ reads: "GetBucketOwnershipControls", writes: "PutBucketOwnershipControls" }),
  ],
  aws_s3_bucket_policy: [bucket({ reads: "GetBucketPolicy", writes: "PutBucketPolicy DeleteBucketPolicy" })],
  aws_s3_bucket_public_access_block: [
    bucket({ reads: "GetBucketPublicAccessBlock", writes: "PutBucketPublicAccessBlock" }),
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    bucket({ reads: "GetEncryptionConfiguration", writes: "PutEncryptionConfiguration" }),
  ],
  aws_s3_bucket_versioning: [bucket({ reads: "GetBucketVersioning", writes: "PutBucketVersioning" })],

  aws_kms_key: [
    key({
      reads: "DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags",
      writes:
        "CreateKey EnableKeyRotation DisableKeyRotation PutKeyPolicy UpdateKeyDescription TagResource UntagResource ScheduleKeyDeletion",
    }),
  ],
  // An alias is made, led elsewhere and deleted by a right on the alias and one on its key.
  aws_kms_alias: [
    on("kms", "alias/orders-prod-data-key", { reads: "ListAliases", writes: "CreateAlias UpdateAlias DeleteAlias" }),
    key({ writes: "CreateAlias UpdateAlias DeleteAlias" }),
  ],

  aws_secretsmanager_secret: [
    secret({
      reads: "DescribeSecret GetResourcePolicy",
      writes: "CreateSecret UpdateSecret TagResource UntagResource DeleteSecret",
    }),
  ],
  aws_secretsmanager_secret_policy: [
    secret({ reads: "GetResourcePolicy", writes: "PutResourcePolicy DeleteResourcePolicy" }),
  ],

  aws_sqs_queue: [
    queue({
      reads: "GetQueueAttributes ListQueueTags",
      writes: "CreateQueue SetQueueAttributes TagQueue UntagQueue DeleteQueue",
    }),
  ],
  aws_sqs_queue_policy: [queue({ reads: "GetQueueAttributes", writes: "SetQueueAttributes" })],
  aws_sqs_queue_redrive_allow_policy: [queue({ reads: "GetQueueAttributes", writes: "SetQueueAttributes" })],

  aws_sns_topic: [
    topic({
      reads: "GetTopicAttributes ListTagsForResource",
      writes: "CreateTopic SetTopicAttributes TagResource UntagResource DeleteTopic",
    }),
  ],
  aws_sns_topic_policy: [topic({ reads: "GetTopicAttributes", writes: "SetTopicAttributes" })],
  aws_sns_topic_subscription: [
    topic({ reads: "GetSubscriptionAttributes", writes: "Subscribe SetSubscriptionAttributes Unsubscribe" }),
  ],

  aws_cloudwatch_event_bus: [
    on("events", "event-bus/orders-prod-fulfilment-order-events", {
      reads: "DescribeEventBus ListTagsForResource",
      writes: "CreateEventBus UpdateEventBus TagResource UntagResource DeleteEventBus",
    }),
    key({ reads: "DescribeKey" }),
  ],
  aws_cloudwatch_event_rule: [
    rule({
      reads: "DescribeRule ListTagsForResource",
      writes: "PutRule TagResource UntagResource DeleteRule",
    }),
  ],
  aws_cloudwatch_event_target: [rule({ reads: "ListTargetsByRule", writes: "PutTargets RemoveTargets" }), passesRole],

  aws_pipes_pipe: [
    on("pipes", "pipe/orders-prod-fulfilment-hand-over", {
      reads: "DescribePipe ListTagsForResource",
      writes: "CreatePipe UpdatePipe TagResource UntagResource DeletePipe",
    }),
    passesRole,
    deliversLogs,
  ],

  aws_scheduler_schedule_group: [
    on("scheduler", "schedule-group/orders-prod-fulfilment-reconcile", {
      reads: "GetScheduleGroup ListTagsForResource",
      writes: "CreateScheduleGroup TagResource UntagResource DeleteScheduleGroup",
    }),
  ],
  aws_scheduler_schedule: [
    on("scheduler", "schedule/orders-prod-fulfilment-reconcile/orders-prod-fulfilment-reconcile", {
      reads: "GetSchedule",
      writes: "CreateSchedule UpdateSchedule DeleteSchedule",
    }),
    key({ reads: "DescribeKey", writes: "Decrypt GenerateDataKey" }),
    passesRole,
  ],

  // A version is published with each change. Which is the newest, a refresh asks for by itself.
  aws_sfn_state_machine: [
    machine({
      reads: "DescribeStateMachine ListStateMachineVersions ListTagsForResource ValidateStateMachineDefinition",
      writes:
        "CreateStateMachine UpdateStateMachine PublishStateMachineVersion TagResource UntagResource DeleteStateMachine",
    }),
    passesRole,
    deliversLogs,
  ],
  aws_sfn_alias: [
    machine({
      reads: "DescribeStateMachineAlias",
      writes: "CreateStateMachineAlias UpdateStateMachineAlias DeleteStateMachineAlias",
    }),
  ],

  aws_lambda_function: [
    on("lambda", "function:orders-prod-intake-validate-order", {
      reads: "GetFunction GetFunctionCodeSigningConfig ListVersionsByFunction",
      writes: "CreateFunction UpdateFunctionCode UpdateFunctionConfiguration TagResource UntagResource DeleteFunction",
    }),
    // To read its variables, and to encrypt them. Source:
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
    key({ reads: "Decrypt", writes: "CreateGrant Encrypt" }),
    passesRole,
  ],

  aws_cloudwatch_log_group: [
    on("logs", "log-group:/aws/lambda/orders-prod-intake-validate-order", {
      reads: "DescribeLogGroups ListTagsForResource",
      writes:
        "CreateLogGroup AssociateKmsKey DisassociateKmsKey PutRetentionPolicy DeleteRetentionPolicy TagResource UntagResource DeleteLogGroup",
    }),
  ],
  aws_cloudwatch_metric_alarm: [
    on("cloudwatch", "alarm:orders-prod-intake-api-unavailable", {
      reads: "DescribeAlarms ListTagsForResource",
      writes: "PutMetricAlarm TagResource UntagResource DeleteAlarms",
    }),
  ],

  aws_iam_role: [
    role({
      reads: "GetRole ListRolePolicies ListAttachedRolePolicies",
      writes:
        "CreateRole PutRolePermissionsBoundary UpdateAssumeRolePolicy TagRole UntagRole ListInstanceProfilesForRole DeleteRole",
    }),
  ],
  // A policy of five versions loses its oldest before it gets another.
  aws_iam_policy: [
    on("iam", "policy/orders-prod-intake-order-intake", {
      reads: "GetPolicy GetPolicyVersion",
      writes:
        "CreatePolicy CreatePolicyVersion ListPolicyVersions DeletePolicyVersion TagPolicy UntagPolicy DeletePolicy",
    }),
  ],
  aws_iam_role_policy_attachment: [
    role({ reads: "ListAttachedRolePolicies", writes: "AttachRolePolicy DetachRolePolicy" }),
  ],

  aws_api_gateway_account: [on("apigateway", "/account", { reads: "GET", writes: "PATCH" }), passesRole],
  aws_api_gateway_rest_api: [
    on("apigateway", "/restapis", { writes: "POST" }),
    api("", { reads: "GET", writes: "PATCH DELETE" }),
    apiTags,
    // The first API of an account. Source:
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html#create-slr
    on("iam", "role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway", {
      writes: "CreateServiceLinkedRole",
    }),
  ],
  aws_api_gateway_resource: [api("/resources/ab12cd", { reads: "GET", writes: "POST PATCH DELETE" })],
  aws_api_gateway_method: [partOfMethod("")],
  aws_api_gateway_method_response: [partOfMethod("/responses/200")],
  aws_api_gateway_integration: [partOfMethod("/integration"), passesRole],
  aws_api_gateway_integration_response: [partOfMethod("/integration/responses/200")],
  aws_api_gateway_gateway_response: [api("/gatewayresponses/THROTTLED", { reads: "GET", writes: "PUT DELETE" })],
  aws_api_gateway_model: [
    api("/models", { writes: "POST" }),
    api("/models/AnyJson", { reads: "GET", writes: "PATCH DELETE" }),
  ],
  aws_api_gateway_request_validator: [
    api("/requestvalidators", { writes: "POST" }),
    api("/requestvalidators/ab12cd", { reads: "GET", writes: "PATCH DELETE" }),
  ],
  aws_api_gateway_deployment: [
    api("/deployments", { writes: "POST" }),
    api("/deployments/ab12cd", { reads: "GET", writes: "PATCH DELETE" }),
  ],
  aws_api_gateway_stage: [
    api("/stages", { writes: "POST" }),
    api("/stages/v1", { reads: "GET", writes: "PATCH DELETE" }),
    apiTags,
    deliversLogs,
  ],
  aws_api_gateway_method_settings: [api("/stages/v1", { reads: "GET", writes: "PATCH" })],
};
