import { dataRules } from "../../../../tools/review/data";
import { type Case, describeRules } from "../attributes/judged";

const TABLE = "aws_dynamodb_table";
const SSE = "aws_s3_bucket_server_side_encryption_configuration.rule";
const DEFAULT_SSE = `${SSE}.apply_server_side_encryption_by_default`;
const BLOCK = "aws_s3_bucket_public_access_block";
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.rule";
const LOCK = "aws_s3_bucket_object_lock_configuration.rule";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/old";
const NEW_KEY = "arn:aws:kms:eu-west-1:111122223333:key/new";

const TABLES: readonly Case[] = [
  [`${TABLE}.deletion_protection_enabled`, true, false, "dangerous", "safe", "is turned off, true → false"],
  [`${TABLE}.deletion_protection_enabled`, true, undefined, "dangerous", "safe", "deletion protection"],
  [`${TABLE}.point_in_time_recovery.enabled`, true, false, "dangerous", "safe", "backups"],
  [`${TABLE}.point_in_time_recovery.recovery_period_in_days`, 35, 34, "dangerous", "safe", "35 days → 34 days"],
  [`${TABLE}.point_in_time_recovery.recovery_period_in_days`, 2, 1, "dangerous", "safe", "2 days → 1 day"],
  // 35 days are what DynamoDB takes where nothing is set.
  [`${TABLE}.point_in_time_recovery.recovery_period_in_days`, undefined, 35, "none", "none", ""],
  [`${TABLE}.ttl.enabled`, false, true, "attention", "attention", "TTL deletes"],
  [`${TABLE}.ttl.attribute_name`, "expiresAt", "createdAt", "dangerous", "dangerous", "expiresAt → createdAt"],
  [`${TABLE}.server_side_encryption.enabled`, true, false, "dangerous", "attention", "encryption"],
  [`${TABLE}.server_side_encryption.kms_key_arn`, KEY, NEW_KEY, "attention", "attention", "key/old"],
  [`${TABLE}.server_side_encryption.kms_key_arn`, KEY, null, "dangerous", "attention", "KMS key"],
  [`${TABLE}.billing_mode`, "PAY_PER_REQUEST", "PROVISIONED", "attention", "attention", "throttled"],
  [`${TABLE}.write_capacity`, 10, 9, "attention", "safe", "10 → 9"],
  [`${TABLE}.write_capacity`, 0, 5, "attention", "safe", "0 (on demand) → 5"],
  [`${TABLE}.on_demand_throughput.max_read_request_units`, -1, 100, "attention", "attention", "-1 (no limit) → 100"],
  [`${TABLE}.table_class`, "STANDARD", "STANDARD_INFREQUENT_ACCESS", "attention", "attention", "prices"],
  [`${TABLE}.stream_enabled`, true, false, "dangerous", "safe", "stream"],
  [`${TABLE}.stream_view_type`, "NEW_IMAGE", "KEYS_ONLY", "attention", "attention", "new ARN"],
  [
    `${TABLE}.global_secondary_index`,
    [{ name: "by-day", hash_key: "day" }],
    [],
    "dangerous",
    "safe",
    "global_secondary_index[by-day] is removed",
  ],
  [`${TABLE}.global_secondary_index.hash_key`, "day", "hour", "dangerous", "dangerous", "built anew"],
  [`${TABLE}.attribute`, [{ name: "a", type: "S" }], [], "safe", "safe", "no item changes"],
  [`${TABLE}.replica`, [{ region_name: "eu-central-1" }], [], "dangerous", "attention", "replica"],
];

const BUCKETS: readonly Case[] = [
  ["aws_s3_bucket.force_destroy", false, true, "dangerous", "safe", "force_destroy is turned on"],
  [
    "aws_s3_bucket_versioning.versioning_configuration.status",
    "Enabled",
    "Suspended",
    "dangerous",
    "safe",
    "versioning",
  ],
  ["aws_s3_bucket_versioning.versioning_configuration.mfa_delete", "Enabled", "Disabled", "dangerous", "safe", "MFA"],
  ["aws_s3_bucket.versioning.enabled", true, false, "dangerous", "safe", "versioning"],
  [LOCK, [{ default_retention: [{ days: 9 }] }], [], "dangerous", "attention", "object lock"],
  [`${LOCK}.default_retention.days`, 30, 29, "dangerous", "attention", "30 → 29"],
  [`${LOCK}.default_retention.mode`, "COMPLIANCE", "GOVERNANCE", "dangerous", "attention", "BypassGovernanceRetention"],
  [`${BLOCK}.block_public_acls`, true, false, "dangerous", "safe", "public"],
  [`${BLOCK}.ignore_public_acls`, true, false, "dangerous", "safe", "public"],
  [`${BLOCK}.block_public_policy`, true, false, "dangerous", "safe", "public"],
  [`${BLOCK}.restrict_public_buckets`, true, false, "dangerous", "safe", "everyone"],
  ["aws_s3_bucket_acl.acl", "private", "public-read", "dangerous", "safe", "everyone on the internet can read"],
  ["aws_s3_bucket_acl.acl", "private", "public-read-write", "dangerous", "safe", "replace and delete"],
  [
    "aws_s3_bucket_acl.access_control_policy.grant",
    [],
    [{ grantee: [{ uri: "http://acs.amazonaws.com/groups/global/AllUsers" }], permission: "READ" }],
    "dangerous",
    "none",
    "public",
  ],
  [
    "aws_s3_bucket_ownership_controls.rule.object_ownership",
    "BucketOwnerEnforced",
    "ObjectWriter",
    "attention",
    "attention",
    "ACLs count again",
  ],
  [`${DEFAULT_SSE}.sse_algorithm`, "aws:kms", "AES256", "dangerous", "attention", "encrypted with a key of S3"],
  [`${DEFAULT_SSE}.kms_master_key_id`, KEY, NEW_KEY, "attention", "attention", "keep the old key"],
  [`${DEFAULT_SSE}.kms_master_key_id`, KEY, "", "dangerous", "attention", "KMS key"],
  [`${SSE}.bucket_key_enabled`, true, false, "attention", "safe", "KMS"],
  [`${LIFECYCLE}.expiration.days`, 30, 29, "dangerous", "safe", "30 days → 29 days"],
  [`${LIFECYCLE}.expiration.days`, undefined, 30, "dangerous", "safe", "none (never) → 30 days"],
  [`${LIFECYCLE}.expiration.days`, 0, 30, "dangerous", "safe", "0 (never) → 30 days"],
  [`${LIFECYCLE}.expiration.date`, "2027-01-01", undefined, "safe", "dangerous", "kept longer"],
  [`${LIFECYCLE}.noncurrent_version_expiration.noncurrent_days`, 90, 89, "attention", "safe", "noncurrent versions"],
  [`${LIFECYCLE}.noncurrent_version_expiration.newer_noncurrent_versions`, 3, 2, "attention", "safe", "3 → 2"],
  [`${LIFECYCLE}.status`, "Disabled", "Enabled", "attention", "attention", "lifecycle rule"],
  [`${LIFECYCLE}.abort_incomplete_multipart_upload.days_after_initiation`, 7, 6, "attention", "safe", "aborted"],
  [
    "aws_s3_bucket_replication_configuration.rule.status",
    "Enabled",
    "Disabled",
    "dangerous",
    "attention",
    "replication",
  ],
  ["aws_s3_bucket_logging.target_bucket", "logs", undefined, "attention", "safe", "access logs"],
  ["aws_s3_bucket.website", [], [{ index_document: "index.html" }], "attention", "attention", "website"],
  [
    "aws_s3_bucket_cors_configuration.cors_rule.allowed_origins",
    ["https://a.example"],
    ["*"],
    "attention",
    "attention",
    "CORS *",
  ],
  [
    "aws_s3_bucket_notification.queue",
    [{ id: "new", queue_arn: "q" }],
    [],
    "dangerous",
    "attention",
    "no longer start",
  ],
  ["aws_s3_bucket_notification.eventbridge", true, false, "dangerous", "safe", "EventBridge"],
];

const QUEUES: readonly Case[] = [
  [
    "aws_sqs_queue.message_retention_seconds",
    345_600,
    345_599,
    "dangerous",
    "safe",
    "345600 seconds (4 days) → 345599 seconds",
  ],
  ["aws_sqs_queue.message_retention_seconds", 1_209_600, 60, "dangerous", "safe", "60 seconds (1 minute)"],
  ["aws_sqs_queue.visibility_timeout_seconds", 30, 29, "attention", "attention", "second time"],
  [
    "aws_sqs_queue.redrive_policy$",
    { deadLetterTargetArn: "arn:aws:sqs:::dead", maxReceiveCount: 5 },
    undefined,
    "dangerous",
    "safe",
    "dead-letter queue",
  ],
  ["aws_sqs_queue.redrive_policy$.maxReceiveCount", 5, 4, "attention", "attention", "5 → 4"],
  ["aws_sqs_queue.redrive_policy$.maxReceiveCount", 5, "5", "none", "none", ""],
  ["aws_sqs_queue.redrive_policy$.deadLetterTargetArn", "dead", "other", "attention", "attention", "dead → other"],
  [
    "aws_sqs_queue.redrive_allow_policy$",
    { redrivePermission: "denyAll" },
    { redrivePermission: "allowAll" },
    "attention",
    "attention",
    "denyAll",
  ],
  ["aws_sqs_queue.delay_seconds", 0, 1, "attention", "attention", "waits longer"],
  ["aws_sqs_queue.max_message_size", 262_144, 262_143, "dangerous", "safe", "refuses larger messages"],
  ["aws_sqs_queue.receive_wait_time_seconds", 20, 19, "safe", "safe", "empty calls"],
  ["aws_sqs_queue.kms_master_key_id", KEY, null, "dangerous", "attention", "no longer encrypted"],
  ["aws_sqs_queue.sqs_managed_sse_enabled", true, false, "dangerous", "safe", "without encryption"],
  ["aws_sqs_queue.content_based_deduplication", true, false, "attention", "attention", "equal"],
];

const KEYS: readonly Case[] = [
  ["aws_kms_key.is_enabled", true, false, "dangerous", "safe", "cannot be read"],
  ["aws_kms_key.enable_key_rotation", true, false, "attention", "safe", "rotated"],
  ["aws_kms_key.rotation_period_in_days", 365, 366, "attention", "safe", "365 days → 366 days"],
  ["aws_kms_key.deletion_window_in_days", 30, 7, "attention", "safe", "30 days → 7 days"],
  ["aws_kms_key.bypass_policy_lockout_safety_check", false, true, "dangerous", "safe", "key policy"],
  ["aws_kms_alias.target_key_id", KEY, NEW_KEY, "attention", "attention", "old key"],
];

const SECRETS: readonly Case[] = [
  ["aws_secretsmanager_secret.recovery_window_in_days", 30, 0, "dangerous", "safe", "0 (deleted at once)"],
  ["aws_secretsmanager_secret.recovery_window_in_days", 30, 29, "attention", "safe", "30 days → 29 days"],
  ["aws_secretsmanager_secret.kms_key_id", KEY, null, "dangerous", "attention", "KMS key"],
  ["aws_secretsmanager_secret.replica", [{ region: "eu-central-1" }], [], "dangerous", "attention", "replica"],
  ["aws_secretsmanager_secret_version.secret_string_wo_version", 1, 2, "attention", "attention", "another secret"],
  [
    "aws_secretsmanager_secret_rotation.rotation_rules.automatically_after_days",
    30,
    31,
    "attention",
    "safe",
    "less often",
  ],
  ["aws_ssm_parameter.type", "SecureString", "String", "dangerous", "safe", "plain text"],
  ["aws_ssm_parameter.value", "a", "b", "attention", "attention", "a → b"],
  ["aws_ssm_parameter.overwrite", false, true, "attention", "safe", "overwrites"],
];

const LOGS: readonly Case[] = [
  ["aws_cloudwatch_log_group.retention_in_days", 365, 7, "dangerous", "safe", "365 days → 7 days"],
  ["aws_cloudwatch_log_group.retention_in_days", 30, 1, "dangerous", "safe", "30 days → 1 day"],
  ["aws_cloudwatch_log_group.retention_in_days", 0, 3653, "dangerous", "safe", "0 (kept for ever) → 3653 days"],
  ["aws_cloudwatch_log_group.retention_in_days", null, 3653, "dangerous", "safe", "none (kept for ever)"],
  ["aws_cloudwatch_log_group.retention_in_days", null, 0, "none", "none", ""],
  ["aws_cloudwatch_log_group.kms_key_id", KEY, null, "dangerous", "safe", "encrypted"],
  ["aws_cloudwatch_log_group.skip_destroy", true, false, "attention", "safe", "deletes the log group"],
  ["aws_cloudwatch_log_metric_filter.pattern", "ERROR", "FATAL", "attention", "attention", "alarms"],
  ["aws_cloudtrail.enable_logging", true, false, "dangerous", "safe", "records no calls"],
  ["aws_cloudtrail.is_multi_region_trail", true, false, "dangerous", "safe", "other Regions"],
  ["aws_cloudtrail.enable_log_file_validation", true, false, "dangerous", "safe", "log file"],
  ["aws_cloudtrail.kms_key_id", KEY, null, "dangerous", "safe", "encrypted"],
];

const DATABASES: readonly Case[] = [
  ["aws_db_instance.deletion_protection", true, false, "dangerous", "safe", "deletion protection"],
  ["aws_cognito_user_pool.deletion_protection", "ACTIVE", "INACTIVE", "dangerous", "safe", "deletion protection"],
  ["aws_db_instance.backup_retention_period", 7, 6, "dangerous", "safe", "7 days → 6 days"],
  ["aws_rds_cluster.backup_retention_period", 7, 0, "dangerous", "safe", "0 (no backups)"],
  ["aws_db_instance.skip_final_snapshot", false, true, "dangerous", "safe", "snapshot"],
  ["aws_db_instance.delete_automated_backups", false, true, "attention", "safe", "backups"],
  ["aws_db_instance.publicly_accessible", false, true, "dangerous", "safe", "public address"],
  ["aws_db_instance.multi_az", true, false, "attention", "safe", "standby"],
  ["aws_opensearch_domain.encrypt_at_rest.enabled", true, false, "dangerous", "safe", "without encryption"],
  ["aws_opensearch_domain.domain_endpoint_options.enforce_https", true, false, "dangerous", "safe", "TLS"],
  ["aws_elasticache_replication_group.snapshot_retention_limit", 5, 4, "dangerous", "safe", "snapshots"],
  ["aws_kinesis_stream.retention_period", 48, 24, "dangerous", "safe", "48 hours (2 days) → 24 hours (1 day)"],
  ["aws_kinesis_stream.encryption_type", "KMS", "NONE", "dangerous", "attention", "without encryption"],
  ["aws_kinesis_stream.shard_count", 4, 3, "attention", "safe", "4 → 3"],
  ["aws_ecr_repository.image_tag_mutability", "IMMUTABLE", "MUTABLE", "attention", "safe", "tag"],
  ["aws_ecr_repository.force_delete", false, true, "dangerous", "safe", "deletes everything"],
  ["aws_efs_backup_policy.backup_policy.status", "ENABLED", "DISABLED", "dangerous", "safe", "backups"],
  ["aws_cognito_user_pool.mfa_configuration", "ON", "OFF", "dangerous", "attention", "MFA"],
  ["aws_rds_cluster.kms_key_id", KEY, NEW_KEY, "attention", "attention", "KMS key"],
];

describeRules(dataRules, [...TABLES, ...BUCKETS, ...QUEUES, ...KEYS, ...SECRETS, ...LOGS, ...DATABASES]);
