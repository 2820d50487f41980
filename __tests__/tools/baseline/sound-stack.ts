import { Resource } from "../../../tools/baseline/model/resource";
import { Stack } from "../../../tools/baseline/model/stack";
import type { Block } from "../../../tools/baseline/model/values";

/** Arguments by address. */
export type Resources = Readonly<Record<string, Block>>;

/** What a case changes: arguments that take the place of others, or null where the resource is left out. */
export type Changes = Readonly<Record<string, Block | null>>;

export const KEY = "${aws_kms_key.key.arn}";
const LETTERS = "${aws_sqs_queue.letters.arn}";

export const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const allow = (action: string | string[], resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});

export const trust = (principal: object, more: object = {}) =>
  policy({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more });

export const refusePlainHttp = (action: string, ...resources: readonly string[]) => ({
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resources,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

export const definition = (task: object) =>
  JSON.stringify({
    StartAt: "Each",
    States: { Each: { Type: "Map", ItemProcessor: { StartAt: "Do", States: { Do: { Type: "Task", ...task } } } } },
  });

export const retry = { ErrorEquals: ["States.ALL"], BackoffRate: 2 };
export const catcher = { ErrorEquals: ["States.ALL"], Next: "Undo" };

/** One resource of every kind that a rule judges, and nothing wrong with any. */
const sound: Resources = {
  "aws_kms_key.key": {
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    policy: policy(allow("kms:*", "*", { Principal: { AWS: "arn:aws:iam::123456789012:root" } })),
    lifecycle: { prevent_destroy: true },
  },
  "aws_dynamodb_table.orders": {
    billing_mode: "PAY_PER_REQUEST",
    deletion_protection_enabled: true,
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true, kms_key_arn: KEY },
    ttl: { attribute_name: "expiresAt", enabled: true },
  },
  "aws_backup_selection.all": { resources: ["${aws_dynamodb_table.orders.arn}"] },
  "aws_s3_bucket.payloads": {
    bucket: "orders-payloads-${data.aws_caller_identity.caller.account_id}",
    force_destroy: false,
    object_lock_enabled: true,
    lifecycle: { prevent_destroy: true },
  },
  "aws_s3_bucket_acl.payloads": { bucket: "${aws_s3_bucket.payloads.id}", acl: "private" },
  "aws_s3_bucket_object_lock_configuration.payloads": { bucket: "${aws_s3_bucket.payloads.id}" },
  "aws_s3_bucket_logging.payloads": { bucket: "${aws_s3_bucket.payloads.id}", target_bucket: "logs" },
  "aws_s3_bucket_notification.payloads": { bucket: "${aws_s3_bucket.payloads.id}", eventbridge: true },
  "aws_s3_bucket_ownership_controls.payloads": {
    bucket: "${aws_s3_bucket.payloads.id}",
    rule: { object_ownership: "BucketOwnerEnforced" },
  },
  "aws_s3_bucket_versioning.payloads": {
    bucket: "${aws_s3_bucket.payloads.id}",
    versioning_configuration: { status: "Enabled", mfa_delete: "Enabled" },
  },
  "aws_s3_bucket_public_access_block.payloads": {
    bucket: "${aws_s3_bucket.payloads.id}",
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
  "aws_s3_bucket_server_side_encryption_configuration.payloads": {
    bucket: "${aws_s3_bucket.payloads.id}",
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: KEY } }],
  },
  "aws_s3_bucket_lifecycle_configuration.payloads": {
    bucket: "${aws_s3_bucket.payloads.id}",
    rule: [{ status: "Enabled", filter: [{}], abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] }],
  },
  "aws_s3_bucket_replication_configuration.payloads": {
    bucket: "${aws_s3_bucket.payloads.id}",
    rule: [{ status: "Enabled" }],
  },
  "aws_s3_bucket_policy.payloads": {
    bucket: "${aws_s3_bucket.payloads.id}",
    policy: policy(
      refusePlainHttp("s3:*", "${aws_s3_bucket.payloads.arn}", "${aws_s3_bucket.payloads.arn}/*"),
      allow("s3:PutObject", "*", { Principal: { Service: "logging.s3.amazonaws.com" } }),
    ),
  },
  "aws_cloudtrail.all": {
    event_selector: {
      read_write_type: "All",
      data_resource: { type: "AWS::S3::Object", values: ["${aws_s3_bucket.payloads.arn}/"] },
    },
  },
  "aws_sqs_queue.orders": {
    kms_master_key_id: KEY,
    message_retention_seconds: 1_209_600,
    visibility_timeout_seconds: 60,
    redrive_policy: `{"deadLetterTargetArn":"${LETTERS}","maxReceiveCount":5}`,
  },
  "aws_sqs_queue.letters": {
    kms_master_key_id: KEY,
    message_retention_seconds: 1_209_600,
    redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.orders.arn}","maxReceiveCount":5}',
    visibility_timeout_seconds: 60,
  },
  "aws_sqs_queue_policy.orders": {
    queue_url: "${aws_sqs_queue.orders.url}",
    policy: policy(refusePlainHttp("sqs:*", "${aws_sqs_queue.orders.arn}")),
  },
  "aws_sqs_queue_policy.letters": {
    queue_url: "${aws_sqs_queue.letters.url}",
    policy: policy(refusePlainHttp("sqs:*", LETTERS)),
  },
  "aws_lambda_event_source_mapping.orders": {
    event_source_arn: "${aws_sqs_queue.orders.arn}",
    function_name: "${aws_lambda_function.charge.arn}",
  },
  "aws_sns_topic.alarm": { kms_master_key_id: KEY },
  "aws_sns_topic_policy.alarm": {
    arn: "${aws_sns_topic.alarm.arn}",
    policy: policy(refusePlainHttp("sns:Publish", "${aws_sns_topic.alarm.arn}")),
  },
  "aws_sns_topic_subscription.person": {
    topic_arn: "${aws_sns_topic.alarm.arn}",
    redrive_policy: `{"deadLetterTargetArn":"${LETTERS}"}`,
  },
  "aws_lambda_function.charge": {
    function_name: "charge",
    runtime: "nodejs24.x",
    memory_size: 256,
    timeout: 10,
    reserved_concurrent_executions: 1,
    code_signing_config_arn: "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1",
    kms_key_arn: KEY,
    environment: { variables: { PAYMENT_SECRET_ARN: "${aws_secretsmanager_secret.payment.arn}", MODE: "live" } },
    dead_letter_config: { target_arn: LETTERS },
    tracing_config: { mode: "Active" },
    vpc_config: { subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] },
  },
  "aws_lambda_function_url.charge": {
    authorization_type: "AWS_IAM",
    cors: { allow_origins: ["https://example.com"], allow_methods: ["*"] },
  },
  "aws_lambda_permission.charge": {
    principal: "events.amazonaws.com",
    source_arn: "arn:aws:events:eu-west-1:123456789012:rule/charge",
  },
  "aws_secretsmanager_secret.payment": { kms_key_id: KEY, recovery_window_in_days: 7 },
  "aws_ssm_parameter.mode": { type: "String", value: "live" },
  "aws_sfn_state_machine.fulfilment": {
    definition: definition({ Retry: [retry], Catch: [catcher] }),
    tracing_configuration: { enabled: true },
    logging_configuration: {
      level: "ALL",
      include_execution_data: false,
      log_destination: "${aws_cloudwatch_log_group.log.arn}:*",
    },
  },
  "aws_pipes_pipe.hand-over": { source: "${aws_sqs_queue.orders.arn}", log_configuration: { level: "ERROR" } },
  "aws_scheduler_schedule.reconcile": {
    kms_key_arn: KEY,
    target: { dead_letter_config: { arn: LETTERS } },
  },
  "aws_cloudwatch_event_bus.events": { kms_key_identifier: KEY, dead_letter_config: { arn: LETTERS } },
  "aws_cloudwatch_event_bus_policy.events": {
    policy: policy(allow("events:PutEvents", "*", { Principal: { AWS: "arn:aws:iam::123456789012:role/shop" } })),
  },
  "aws_cloudwatch_event_target.uploaded": { dead_letter_config: { arn: LETTERS } },
  "aws_cloudwatch_log_group.log": { retention_in_days: 365, kms_key_id: KEY },
  "aws_cloudwatch_metric_alarm.failed": { alarm_actions: ["${aws_sns_topic.alarm.arn}"] },
  "aws_iam_role.charge": { name: "charge", assume_role_policy: trust({ Service: "lambda.amazonaws.com" }) },
  "aws_iam_role.deploy": {
    name: "deploy",
    assume_role_policy: trust(
      { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
      {
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:shop/orders:environment:prod",
          },
        },
      },
    ),
  },
  "aws_iam_policy.charge": { policy: policy(allow(["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:x"])) },
  "aws_iam_role_policy_attachment.charge": {
    role: "${aws_iam_role.charge.name}",
    policy_arn: "${aws_iam_policy.charge.arn}",
  },
  "aws_api_gateway_rest_api.api": { lifecycle: { create_before_destroy: true } },
  "aws_api_gateway_deployment.api": { lifecycle: { create_before_destroy: true } },
  "aws_api_gateway_request_validator.all": { validate_request_body: true, validate_request_parameters: true },
  "aws_api_gateway_method.post": {
    http_method: "POST",
    authorization: "AWS_IAM",
    request_validator_id: "${aws_api_gateway_request_validator.all.id}",
  },
  "aws_api_gateway_stage.v1": {
    access_log_settings: {
      destination_arn: "${aws_cloudwatch_log_group.log.arn}",
      format: '{"caller":"$context.identity.userArn"}',
    },
    xray_tracing_enabled: true,
    cache_cluster_enabled: true,
    client_certificate_id: "certificate",
  },
  "aws_wafv2_web_acl_association.v1": { resource_arn: "${aws_api_gateway_stage.v1.arn}" },
  "aws_api_gateway_method_settings.all": {
    method_path: "*/*",
    settings: {
      logging_level: "ERROR",
      data_trace_enabled: false,
      caching_enabled: true,
      cache_data_encrypted: true,
      throttling_rate_limit: 100,
      throttling_burst_limit: 200,
    },
  },
};

/** The sound stack with some things changed. */
export function stackWith(changes: Changes = {}): Stack {
  const addresses = new Set([...Object.keys(sound), ...Object.keys(changes)]);
  const resources = [...addresses].flatMap((address) => {
    const change = changes[address];
    const [name = "", ...type] = address.split(".").reverse();
    return change === null ? [] : [new Resource(type.reverse().join("."), name, { ...sound[address], ...change })];
  });
  return new Stack({ id: "orders-test-all", environment: "test", source: "synthesis", resources });
}
