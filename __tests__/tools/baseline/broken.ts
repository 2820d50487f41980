import { allow, type Changes, definition, policy, refusePlainHttp, retry, trust } from "./sound-stack";

const bucket = "aws_s3_bucket.payloads";
const part = (kind: string) => `aws_s3_bucket_${kind}.payloads`;
const lambda = "aws_lambda_function.charge";
const machine = "aws_sfn_state_machine.fulfilment";
const settings = "aws_api_gateway_method_settings.all";
const stage = "aws_api_gateway_stage.v1";
const github = { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" };
const claims = (sub: string, aud = "sts.amazonaws.com", operator = "StringEquals") => ({
  Condition: {
    [operator]: { "token.actions.githubusercontent.com:sub": sub },
    StringLike: { "token.actions.githubusercontent.com:aud": aud },
  },
});

/** A policy of a role with one statement that is not sound. */
const grants = (action: string | string[], resource: string | string[] = "*", more: object = {}): Changes => ({
  "aws_iam_policy.charge": { policy: policy(allow(action, resource, more)) },
});
const document = (statement: object): Changes => ({ "data.aws_iam_policy_document.it": { statement: [statement] } });
const trusted = (principal: object, more: object = {}): Changes => ({
  "aws_iam_role.deploy": { assume_role_policy: trust(principal, more) },
});
const opened = (type: string, ...statements: readonly object[]): Changes => ({
  [type]: { policy: policy(...statements) },
});
const everyone = (action: string, more: object = {}) => allow(action, "*", { Principal: "*", ...more });

/** For each rule, stacks that it must refuse: what each changes of the sound one. */
export const broken: Readonly<Record<string, readonly Changes[]>> = {
  "alarm-actions": [
    { "aws_cloudwatch_metric_alarm.failed": { alarm_actions: [] } },
    { "aws_cloudwatch_metric_alarm.failed": { actions_enabled: false } },
  ],
  "api-replacement": [
    { "aws_api_gateway_deployment.api": { lifecycle: {} } },
    { "aws_api_gateway_rest_api.api": { lifecycle: { create_before_destroy: false } } },
  ],
  "bucket-access-log": [{ [part("logging")]: null }, { [part("logging")]: { bucket: "${aws_s3_bucket.other.id}" } }],
  "bucket-acl": [
    { [bucket]: { acl: "public-read" } },
    { [part("acl")]: { acl: "authenticated-read" } },
    {
      [part("acl")]: {
        access_control_policy: { grant: [{ grantee: { uri: "http://acs.amazonaws.com/groups/global/AllUsers" } }] },
      },
    },
  ],
  "bucket-data-events": [
    { "aws_cloudtrail.all": null },
    {
      "aws_cloudtrail.all": {
        event_selector: { read_write_type: "ReadOnly", data_resource: { values: ["${aws_s3_bucket.payloads.arn}/"] } },
      },
    },
    { "aws_cloudtrail.all": { event_selector: { read_write_type: "All", data_resource: { values: ["other"] } } } },
  ],
  "bucket-encryption": [
    { [part("server_side_encryption_configuration")]: { rule: [] } },
    {
      [part("server_side_encryption_configuration")]: {
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "none" } }],
      },
    },
  ],
  "bucket-force-destroy": [{ [bucket]: { force_destroy: true } }],
  "bucket-key": [
    { [part("server_side_encryption_configuration")]: null },
    {
      [part("server_side_encryption_configuration")]: {
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
      },
    },
    {
      [part("server_side_encryption_configuration")]: {
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }],
      },
    },
  ],
  "bucket-lifecycle": [{ [part("lifecycle_configuration")]: null }],
  "bucket-mfa-delete": [{ [part("versioning")]: { versioning_configuration: { status: "Enabled" } } }],
  "bucket-multipart": [
    { [part("lifecycle_configuration")]: { rule: [{ status: "Enabled", filter: [{}] }] } },
    {
      [part("lifecycle_configuration")]: {
        rule: [{ status: "Disabled", filter: [{}], abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] }],
      },
    },
    {
      [part("lifecycle_configuration")]: {
        rule: [
          {
            status: "Enabled",
            filter: [{ prefix: "uploads/" }],
            abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
          },
        ],
      },
    },
  ],
  "bucket-name": [{ [bucket]: { bucket: "orders.payloads" } }],
  "bucket-notification": [{ [part("notification")]: null }],
  "bucket-object-lock": [{ [bucket]: { object_lock_enabled: false } }, { [part("object_lock_configuration")]: null }],
  "bucket-ownership": [
    { [part("ownership_controls")]: null },
    { [part("ownership_controls")]: { rule: { object_ownership: "ObjectWriter" } } },
  ],
  "bucket-policy-lockout": [
    opened(part("policy"), { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }),
    opened(part("policy"), { Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:Put*", Resource: "*" }),
  ],
  "bucket-public-access": [
    { [part("public_access_block")]: null },
    ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map((flag) => ({
      [part("public_access_block")]: { [flag]: false },
    })),
  ],
  "bucket-replication": [
    { [part("replication_configuration")]: null },
    { [part("replication_configuration")]: { rule: [{ status: "Disabled" }] } },
  ],
  "bucket-versioning": [
    { [part("versioning")]: null },
    { [part("versioning")]: { versioning_configuration: { status: "Suspended" } } },
  ],
  "data-prevent-destroy": [{ [bucket]: { lifecycle: {} } }, { "aws_kms_key.key": { lifecycle: undefined } }],
  "event-bus-dead-letters": [{ "aws_cloudwatch_event_bus.events": { dead_letter_config: undefined } }],
  "event-bus-key": [{ "aws_cloudwatch_event_bus.events": { kms_key_identifier: null } }],
  "event-target-dead-letters": [{ "aws_cloudwatch_event_target.uploaded": { dead_letter_config: {} } }],
  "execution-data-privacy": [
    { [machine]: { logging_configuration: { level: "ALL", include_execution_data: true } } },
    { "aws_pipes_pipe.hand-over": { log_configuration: { include_execution_data: ["ALL"] } } },
  ],
  "function-code-signing": [{ [lambda]: { code_signing_config_arn: undefined } }],
  "function-concurrency": [
    { [lambda]: { reserved_concurrent_executions: undefined } },
    { [lambda]: { reserved_concurrent_executions: -1 } },
    { [lambda]: { reserved_concurrent_executions: 0 } },
  ],
  "function-dead-letters": [{ [lambda]: { dead_letter_config: {} } }],
  "function-environment-key": [{ [lambda]: { kms_key_arn: "" } }],
  "function-environment-secret": [
    { PAYMENT_PASSWORD: "hunter2" },
    { PAYMENT_API_KEY: "k-1" },
    { MODE: "AKIAIOSFODNN7EXAMPLE" },
    { MODE: "sk_live_abcdefghijklmnop" },
    { MODE: `ghp_${"a1B2".repeat(9)}` },
    { MODE: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
    { MODE: "-----BEGIN RSA PRIVATE KEY-----" },
  ]
    .map((variables): Changes => ({ [lambda]: { environment: { variables } } }))
    .concat({ [lambda]: { environment: { variables: "${var.variables}" } } }),
  "function-memory": [{ [lambda]: { memory_size: undefined } }],
  "function-runtime": [{ [lambda]: { runtime: "nodejs20.x" } }, { [lambda]: { runtime: undefined } }],
  "function-runtime-newest": [{ [lambda]: { runtime: "nodejs22.x" } }],
  "function-timeout": [{ [lambda]: { timeout: undefined } }],
  "function-tracing": [
    { [lambda]: { tracing_config: { mode: "PassThrough" } } },
    { [lambda]: { tracing_config: null } },
  ],
  "function-url": [
    { "aws_lambda_function_url.charge": { authorization_type: "NONE" } },
    { "aws_lambda_function_url.charge": { cors: { allow_origins: ["*"], allow_methods: ["*"] } } },
  ],
  "function-vpc": [
    { [lambda]: { vpc_config: undefined } },
    { [lambda]: { vpc_config: { subnet_ids: ["subnet-1"] } } },
    { [lambda]: { vpc_config: { subnet_ids: [], security_group_ids: [] } } },
  ],
  "key-deletion-window": [{ "aws_kms_key.key": { deletion_window_in_days: 29 } }],
  "key-enabled": [{ "aws_kms_key.key": { is_enabled: false } }],
  "key-policy": [{ "aws_kms_key.key": { policy: undefined } }],
  "key-rotation": [{ "aws_kms_key.key": { enable_key_rotation: false } }],
  "log-group-key": [{ "aws_cloudwatch_log_group.log": { kms_key_id: undefined } }],
  "log-group-retention": [{ "aws_cloudwatch_log_group.log": { retention_in_days: undefined } }],
  "log-group-year": [{ "aws_cloudwatch_log_group.log": { retention_in_days: 364 } }],
  "method-authorization": [
    { "aws_api_gateway_method.post": { authorization: "NONE" } },
    { "aws_api_gateway_method.post": { authorization: "NONE", api_key_required: true } },
  ],
  "method-cache": [{ [settings]: { settings: { caching_enabled: false } } }],
  "method-cache-encryption": [{ [settings]: { settings: { caching_enabled: true } } }],
  "method-data-trace": [{ [settings]: { settings: { data_trace_enabled: true } } }],
  "method-log-level": [
    { [settings]: { settings: { logging_level: "OFF" } } },
    { [settings]: { method_path: "a/POST" } },
  ],
  "method-throttling": [
    { [settings]: { settings: { throttling_rate_limit: 100 } } },
    { [settings]: { settings: { throttling_rate_limit: -1, throttling_burst_limit: -1 } } },
    { [settings]: { method_path: "a/POST" } },
  ],
  "method-validation": [{ "aws_api_gateway_method.post": { request_validator_id: undefined } }],
  "permission-principal": [{ "aws_lambda_permission.charge": { principal: "*" } }],
  "permission-source": [{ "aws_lambda_permission.charge": { source_arn: undefined } }],
  "pipe-dead-letters": [
    { "aws_sqs_queue.orders": { redrive_policy: undefined } },
    { "aws_pipes_pipe.hand-over": { source: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders" } },
  ],
  "policy-credentials": [
    grants("iam:CreateAccessKey"),
    grants("sts:Assume*"),
    document({ actions: ["*"], resources: ["*"] }),
  ],
  "policy-data-reading": [
    grants("s3:GetObject"),
    grants("secretsmanager:Get*"),
    document({ actions: ["dynamodb:Query"], resources: ["*"] }),
  ],
  "policy-escalation": [
    grants("iam:PutRolePolicy"),
    grants(["iam:PassRole", "states:CreateStateMachine"]),
    grants("lambda:Update*"),
    document({ actions: ["iam:*"], resources: ["*"] }),
  ],
  "policy-every-action": [grants("*"), grants("*", "arn:aws:s3:::one"), document({ actions: ["*"], resources: ["*"] })],
  "policy-negation": [
    opened("aws_iam_policy.charge", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    opened("aws_iam_policy.charge", { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::one/*" }),
    trusted({}, { Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }),
    document({ not_actions: ["iam:*"], resources: ["*"] }),
  ],
  "policy-pass-role": [grants("iam:PassRole", "arn:aws:iam::123456789012:role/orders"), grants("iam:Pass*")],
  "policy-permissions-management": [grants("logs:PutResourcePolicy"), grants("s3:PutBucketPolicy")],
  "policy-resource-scope": [grants("dynamodb:GetItem"), grants(["xray:PutTraceSegments", "sqs:SendMessage"])],
  "policy-storage-everywhere": [grants(["s3:Get*", "s3:Put*"]), grants("s3:*", "arn:aws:s3:::*")],
  "policy-whole-service": [grants("s3:*", "arn:aws:s3:::one"), grants("iam:*", "arn:aws:iam::123456789012:role/one")],
  "policy-wildcard": [
    grants("s3:Get*", "arn:aws:s3:::one/two"),
    grants("s3:GetObject", "arn:aws:s3:::one/*"),
    grants("s3:GetObject", "arn:aws:s3:::one/two?"),
  ],
  "policy-writing": [grants("xray:PutTraceSegments"), grants("dynamodb:PutItem")],
  "queue-dead-letter-retention": [{ "aws_sqs_queue.letters": { message_retention_seconds: 1_209_599 } }],
  "queue-dead-letters": [
    { "aws_sqs_queue.orders": { redrive_policy: undefined }, "aws_sqs_queue.letters": { redrive_policy: undefined } },
  ],
  "queue-encryption": [
    { "aws_sqs_queue.orders": { kms_master_key_id: undefined } },
    { "aws_sqs_queue.orders": { kms_master_key_id: undefined, sqs_managed_sse_enabled: false } },
    { "aws_sqs_queue.orders": { kms_master_key_id: "alias/aws/sqs" } },
  ],
  "queue-redrive": [{ "aws_sqs_queue.letters": { redrive_policy: undefined } }],
  "queue-visibility": [
    { "aws_sqs_queue.orders": { visibility_timeout_seconds: 59 } },
    { "aws_sqs_queue.orders": { visibility_timeout_seconds: undefined } },
    { [lambda]: { timeout: "${var.timeout}" } },
  ],
  "resource-policy-action": [
    opened("aws_sqs_queue_policy.orders", allow("*", "*", { Principal: { Service: "events.amazonaws.com" } })),
    opened("aws_sqs_queue_policy.orders", allow("sqs:*", "*", { Principal: { Service: "events.amazonaws.com" } })),
  ],
  "resource-policy-principal": [
    opened("aws_kms_key.key", everyone("kms:Decrypt")),
    opened("aws_sqs_queue_policy.orders", everyone("sqs:SendMessage", { Principal: { AWS: "*" } })),
    opened(
      "aws_sns_topic_policy.alarm",
      everyone("sns:Publish", { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    ),
    opened(
      "aws_s3_bucket_policy.payloads",
      everyone("s3:GetObject", { Condition: { StringNotEquals: { "aws:SourceAccount": "123456789012" } } }),
    ),
    opened(
      "aws_cloudwatch_event_bus_policy.events",
      everyone("events:PutEvents", { Condition: { ArnLike: { "aws:SourceArn": "*" } } }),
    ),
    document({ actions: ["s3:GetObject"], resources: ["*"], principals: [{ type: "*", identifiers: ["*"] }] }),
    { "aws_cloudwatch_event_permission.all": { principal: "*" } },
  ],
  "resource-policy-tls": [
    { [part("policy")]: null },
    ...[
      { Effect: "Allow" },
      { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
      { Principal: { Service: "*" } },
      { Action: "s3:GetObject" },
      { Resource: "${aws_s3_bucket.payloads.arn}" },
      { Resource: "${aws_s3_bucket.payloads.arn}/*" },
      { Resource: ["${aws_s3_bucket.payloads.arn}", "${aws_s3_bucket.payloads.arn}/uploads/*"] },
      { Resource: ["${aws_s3_bucket.other.arn}", "${aws_s3_bucket.other.arn}/*"] },
      { Condition: { Bool: { "aws:SecureTransport": "true" } } },
      { Condition: { Bool: { "aws:SecureTransport": [] } } },
      { Condition: { Bool: { "aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false" } } },
      {
        Condition: {
          Bool: { "aws:SecureTransport": "false" },
          StringNotEquals: { "aws:PrincipalAccount": "123456789012" },
        },
      },
    ].map((more) =>
      opened(part("policy"), {
        ...refusePlainHttp("s3:*", "${aws_s3_bucket.payloads.arn}", "${aws_s3_bucket.payloads.arn}/*"),
        ...more,
      }),
    ),
    opened("aws_sqs_queue_policy.orders", refusePlainHttp("sqs:*", "${aws_sqs_queue.letters.arn}")),
    opened("aws_sqs_queue_policy.orders", {
      ...refusePlainHttp("sqs:*", "${aws_sqs_queue.orders.arn}"),
      Condition: { Bool: { "aws:SecureTransport": "false" }, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
    }),
    opened("aws_sns_topic_policy.alarm", refusePlainHttp("sns:Publish", "${aws_sns_topic.other.arn}")),
    { "aws_sns_topic_policy.alarm": { arn: "${aws_sns_topic.other.arn}" } },
  ],
  "role-function-star": [grants("s3:GetObject"), grants("s3:*", "arn:aws:s3:::one")],
  "role-inline-policy": [
    { "aws_iam_role.charge": { inline_policy: [{ policy: policy(allow("s3:GetObject", "arn:aws:s3:::one/two")) }] } },
    { "aws_iam_role_policy.charge": { policy: policy(allow("s3:GetObject", "arn:aws:s3:::one/two")) } },
  ],
  "role-managed-policies": [
    { "aws_iam_role_policy_attachment.charge": { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
    { "aws_iam_role.charge": { managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] } },
    { "data.aws_iam_policy.admin": { name: "AdministratorAccess" } },
  ],
  "role-trust-account": [
    trusted({ AWS: "123456789012" }),
    trusted({ AWS: ["arn:aws:iam::123456789012:root"] }),
    trusted({ AWS: "${data.aws_caller_identity.caller.account_id}" }),
  ],
  "role-trust-everyone": [
    trusted({ AWS: "*" }),
    { "aws_iam_role.deploy": { assume_role_policy: policy(everyone("sts:AssumeRole")) } },
  ],
  "role-trust-github": [
    trusted(github),
    trusted(github, claims("repo:shop/orders:environment:prod", "*")),
    trusted(github, claims("repo:shop/orders:environment:prod", "sts.amazonaws.com", "StringNotEquals")),
    ...[
      "*",
      "repo:*",
      "repo:shop/*",
      "repo:shop/*:environment:prod",
      "repo:shop/orders:*",
      "repo:shop/orders:ref:*",
    ].map((subject) => trusted(github, claims(subject))),
  ],
  "schedule-dead-letters": [{ "aws_scheduler_schedule.reconcile": { target: {} } }],
  "schedule-key": [{ "aws_scheduler_schedule.reconcile": { kms_key_arn: undefined } }],
  "secret-key": [{ "aws_secretsmanager_secret.payment": { kms_key_id: undefined } }],
  "secret-recovery": [{ "aws_secretsmanager_secret.payment": { recovery_window_in_days: 6 } }],
  "secret-value": [
    { "aws_secretsmanager_secret_version.payment": { secret_string: "hunter2" } },
    { "aws_ssm_parameter.mode": { type: "SecureString" } },
  ],
  "stage-access-log": [{ [stage]: { access_log_settings: undefined } }],
  "stage-access-log-format": [{ [stage]: { access_log_settings: { format: "$context.requestId" } } }],
  "stage-cache": [{ [stage]: { cache_cluster_enabled: false } }],
  "stage-client-certificate": [{ [stage]: { client_certificate_id: undefined } }],
  "stage-firewall": [{ "aws_wafv2_web_acl_association.v1": null }],
  "stage-tracing": [{ [stage]: { xray_tracing_enabled: false } }],
  "state-machine-execution-data": [{ [machine]: { logging_configuration: { level: "ALL" } } }],
  "state-machine-log-level": [
    { [machine]: { logging_configuration: { level: "ERROR", log_destination: "arn:aws:logs:x" } } },
    { [machine]: { logging_configuration: { level: "ALL" } } },
  ],
  "state-machine-task-catch": [
    { [machine]: { definition: definition({ Retry: [retry] }) } },
    { [machine]: { definition: definition({ Retry: [retry], Catch: [{ ErrorEquals: ["States.Timeout"] }] }) } },
    { [machine]: { definition: "${file(var.definition)}" } },
  ],
  "state-machine-task-retry": [
    { [machine]: { definition: definition({}) } },
    { [machine]: { definition: definition({ Retry: [{ ...retry, MaxAttempts: 0 }] }) } },
    { [machine]: { definition: definition({ Retry: [{ ...retry, BackoffRate: 1 }] }) } },
  ],
  "state-machine-tracing": [{ [machine]: { tracing_configuration: { enabled: false } } }],
  "subscription-dead-letters": [{ "aws_sns_topic_subscription.person": { redrive_policy: undefined } }],
  "table-backup": [{ "aws_backup_selection.all": { resources: [] } }],
  "table-deletion-protection": [{ "aws_dynamodb_table.orders": { deletion_protection_enabled: false } }],
  "table-expiry": [{ "aws_dynamodb_table.orders": { ttl: { attribute_name: "expiresAt", enabled: false } } }],
  "table-key": [
    { "aws_dynamodb_table.orders": { server_side_encryption: { enabled: true } } },
    { "aws_dynamodb_table.orders": { server_side_encryption: { enabled: true, kms_key_arn: "alias/aws/dynamodb" } } },
  ],
  "table-recovery": [{ "aws_dynamodb_table.orders": { point_in_time_recovery: { enabled: false } } }],
  "table-scaling": [{ "aws_dynamodb_table.orders": { billing_mode: "PROVISIONED" } }],
  "topic-encryption": [
    { "aws_sns_topic.alarm": { kms_master_key_id: undefined } },
    { "aws_sns_topic.alarm": { kms_master_key_id: "alias/aws/sns" } },
  ],
  "topic-policy-condition": [
    opened(
      "aws_sns_topic_policy.alarm",
      allow("sns:Publish", "*", { Principal: { AWS: "arn:aws:iam::123456789012:role/shop" } }),
    ),
  ],
  "validator-scope": [{ "aws_api_gateway_request_validator.all": { validate_request_body: false } }],
};
