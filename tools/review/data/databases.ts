import { amount, choice, flag, presence } from "../attributes/judges";
import { attention, dangerous, type Row, safe } from "../attributes/row";

const RDS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";
const DATABASES = ["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"];

function onDatabases(attribute: string): string[] {
  return DATABASES.map((type) => `${type}.${attribute}`);
}

export const databaseRows: readonly Row[] = [
  {
    rule: "deletion-protection",
    at: [
      ...onDatabases("deletion_protection"),
      "aws_rds_global_cluster.deletion_protection",
      "aws_cognito_user_pool.deletion_protection",
      "aws_lb.enable_deletion_protection",
      "aws_alb.enable_deletion_protection",
      "aws_instance.disable_api_termination",
    ],
    judge: flag({
      off: dangerous("without deletion protection, one mistaken destroy deletes it"),
      on: safe("nobody can delete it until this protection is turned off"),
    }),
    source: `${RDS}/USER_DeleteInstance.html`,
  },
  {
    rule: "database-backups",
    at: onDatabases("backup_retention_period"),
    judge: amount({
      unit: "days",
      special: { 0: { means: "no backups", as: 0 } },
      to: {
        0: dangerous("automated backups and point-in-time recovery are turned off, and those that exist are deleted"),
      },
      lowered: dangerous("older automated backups are deleted, and recovery reaches less far back"),
      raised: safe("recovery reaches further back"),
    }),
    source: `${RDS}/USER_WorkingWithAutomatedBackups.BackupRetention.html`,
  },
  {
    rule: "database-final-snapshot",
    at: onDatabases("skip_final_snapshot"),
    judge: flag({
      on: dangerous("a destroy deletes the database without a last snapshot (backup)"),
      off: safe("a destroy takes a last snapshot (backup) first"),
    }),
    source: `${RDS}/USER_DeleteInstance.html`,
  },
  {
    rule: "database-backups-deleted",
    at: onDatabases("delete_automated_backups"),
    judge: flag({
      absent: true,
      on: attention("automated backups are deleted together with the database"),
      off: safe("automated backups outlive the database"),
    }),
    source: `${RDS}/USER_WorkingWithAutomatedBackups.html`,
  },
  {
    rule: "database-public",
    at: ["aws_db_instance.publicly_accessible", "aws_rds_cluster_instance.publicly_accessible"],
    judge: flag({
      on: dangerous("the database gets a public address, so its security groups alone keep the internet out"),
      off: safe("the database has no public address"),
    }),
    isForNew: true,
    source: `${RDS}/USER_VPC.WorkingWithRDSInstanceinaVPC.html`,
  },
  {
    rule: "database-standby",
    at: [
      "aws_db_instance.multi_az",
      "aws_elasticache_replication_group.automatic_failover_enabled",
      "aws_elasticache_replication_group.multi_az_enabled",
    ],
    judge: flag({
      off: attention("no standby takes over when an Availability Zone fails"),
      on: safe("a standby takes over when an Availability Zone fails"),
    }),
    source: `${RDS}/Concepts.MultiAZ.html`,
  },
  {
    rule: "storage-encryption",
    at: [
      ...onDatabases("storage_encrypted"),
      "aws_elasticache_replication_group.at_rest_encryption_enabled",
      "aws_opensearch_domain.encrypt_at_rest.enabled",
      "aws_elasticsearch_domain.encrypt_at_rest.enabled",
      "aws_efs_file_system.encrypted",
      "aws_ebs_volume.encrypted",
      "aws_ebs_encryption_by_default.enabled",
    ],
    judge: flag({
      off: dangerous("the data is stored without encryption"),
      on: safe("the data is encrypted"),
    }),
    source: `${RDS}/Overview.Encryption.html`,
  },
  {
    rule: "transit-encryption",
    at: [
      "aws_elasticache_replication_group.transit_encryption_enabled",
      "aws_opensearch_domain.node_to_node_encryption.enabled",
      "aws_opensearch_domain.domain_endpoint_options.enforce_https",
      "aws_elasticsearch_domain.node_to_node_encryption.enabled",
      "aws_elasticsearch_domain.domain_endpoint_options.enforce_https",
    ],
    judge: flag({
      off: dangerous("data travels without encryption (TLS)"),
      on: safe("data travels encrypted (TLS)"),
    }),
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
  },
  {
    rule: "cache-snapshots",
    at: [
      "aws_elasticache_replication_group.snapshot_retention_limit",
      "aws_elasticache_cluster.snapshot_retention_limit",
    ],
    judge: amount({
      unit: "days",
      absent: 0,
      special: { 0: { means: "no backups", as: 0 } },
      lowered: dangerous("older snapshots (backups) are deleted"),
      raised: safe("snapshots (backups) are kept longer"),
    }),
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
  },
  {
    rule: "stream-retention",
    at: ["aws_kinesis_stream.retention_period"],
    judge: amount({
      unit: "hours",
      absent: 24,
      lowered: dangerous("records that are older are deleted at once, read or not"),
      raised: safe("records are kept longer"),
    }),
    source: "https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html",
  },
  {
    rule: "stream-encryption",
    at: ["aws_kinesis_stream.encryption_type"],
    judge: choice(
      {
        NONE: dangerous("new records are stored without encryption"),
        KMS: attention("writers and readers need rights to the KMS key"),
      },
      { absent: "NONE" },
    ),
    source: "https://docs.aws.amazon.com/streams/latest/dev/what-is-sse.html",
  },
  {
    rule: "stream-shards",
    at: ["aws_kinesis_stream.shard_count"],
    judge: amount({
      lowered: attention("fewer records a second fit, and writers may be throttled"),
      raised: safe("more records a second fit"),
    }),
    source: "https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html",
  },
  {
    rule: "image-tags",
    at: ["aws_ecr_repository.image_tag_mutability"],
    judge: choice(
      {
        MUTABLE: attention("a tag may be moved to another image, so what was tested may not be what runs"),
        IMMUTABLE: safe("a tag always means the same image"),
      },
      { absent: "MUTABLE" },
    ),
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
  },
  {
    rule: "image-force-delete",
    at: [
      "aws_ecr_repository.force_delete",
      "aws_backup_vault.force_destroy",
      "aws_timestreamwrite_table.force_destroy",
    ],
    judge: flag({
      on: dangerous("a destroy deletes everything inside with it"),
      off: safe("a destroy fails while something is inside"),
    }),
    source: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository#force_delete",
  },
  {
    rule: "file-system-backup",
    at: ["aws_efs_backup_policy.backup_policy.status"],
    judge: flag({
      off: dangerous("the file system has no automatic backups any more"),
      on: safe("the file system is backed up"),
    }),
    source: "https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
  },
  {
    rule: "pool-mfa",
    at: ["aws_cognito_user_pool.mfa_configuration"],
    judge: choice(
      {
        OFF: dangerous("users sign in without a second factor (MFA)"),
        OPTIONAL: attention("users may sign in without a second factor (MFA)"),
        ON: attention("users need a second factor (MFA)"),
      },
      { absent: "OFF" },
    ),
    source: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html",
  },
  {
    rule: "data-key",
    at: [
      ...onDatabases("kms_key_id"),
      "aws_kinesis_stream.kms_key_id",
      "aws_efs_file_system.kms_key_id",
      "aws_backup_vault.kms_key_arn",
      "aws_ecr_repository.encryption_configuration.kms_key",
    ],
    judge: presence({
      removed: dangerous("the encryption falls back from your KMS key to one of AWS's"),
      changed: attention("another KMS key encrypts the data, and its users need rights to it"),
      added: attention("users need rights to the KMS key"),
    }),
    source: `${RDS}/Overview.Encryption.Keys.html`,
  },
];
