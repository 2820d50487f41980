import { isPlanList, isPlanObject, type PlanObject } from "../../terraform/plan-value";
import type { Loss, Losses } from "../attributes/loss";
import { attention, dangerous } from "../attributes/row";
import { say, type Text } from "../text";

/** The loss of a resource that holds data. `replaced` is said of the new, empty one. */
function holder(noun: string, lost: string, notes?: (before: PlanObject) => readonly Text[]): Loss {
  return {
    noun,
    destroyed: dangerous(`${lost} lost`),
    replaced: dangerous(`the new one is empty, and ${lost} lost`),
    ...(notes !== undefined && { notes }),
  };
}

/** Types that hold data. */
export const holderLosses: Losses = {
  aws_dynamodb_table: holder(
    "DynamoDB table",
    "its items, its stream and its point-in-time recovery backups are",
    (before) => [...protection("deletion_protection_enabled")(before), ...systemBackup(before)],
  ),
  aws_dynamodb_table_replica: holder("DynamoDB replica", "the copy of the table in this Region is"),
  aws_dynamodb_table_item: holder("DynamoDB item", "the item is"),
  aws_s3_bucket: holder("S3 bucket", "its objects and all their versions are", (before) =>
    before.force_destroy === true
      ? [say`force_destroy is true, so Terraform empties the bucket first`]
      : [say`force_destroy is not set, so the apply fails unless the bucket is empty`],
  ),
  aws_s3_object: holder("S3 object", "the object is"),
  aws_s3_bucket_object: holder("S3 object", "the object is"),
  aws_sqs_queue: holder("SQS queue", "its messages are", () => [say`senders and receivers that use its URL fail`]),
  aws_kms_key: key("KMS key"),
  aws_kms_replica_key: key("KMS replica key"),
  aws_kms_external_key: key("KMS key"),
  aws_secretsmanager_secret: holder("secret", "its value and its earlier versions are", (before) =>
    before.recovery_window_in_days === 0
      ? [say`recovery_window_in_days is 0, so it is deleted at once and cannot be recovered`]
      : [say`it can be recovered for ${before.recovery_window_in_days ?? 30} days (recovery_window_in_days)`],
  ),
  aws_secretsmanager_secret_version: holder("version of a secret", "the value is"),
  aws_ssm_parameter: holder("SSM parameter", "its value and its history are"),
  aws_cloudwatch_log_group: holder("log group", "its log events are", (before) =>
    before.skip_destroy === true ? [say`skip_destroy is true, so the log group stays in AWS`] : [],
  ),
  aws_cloudwatch_event_archive: holder("event archive", "its events, which could be replayed, are"),
  aws_db_instance: holder("RDS database", "its data and its automated backups are", database),
  aws_rds_cluster: holder("Aurora cluster", "its data and its automated backups are", database),
  aws_docdb_cluster: holder("DocumentDB cluster", "its data and its automated backups are", database),
  aws_neptune_cluster: holder("Neptune cluster", "its data and its automated backups are", database),
  aws_redshift_cluster: holder("Redshift cluster", "its data and its automated snapshots are", database),
  aws_rds_global_cluster: holder("Aurora global cluster", "the link between its Regions is"),
  aws_db_snapshot: holder("RDS snapshot", "this backup is"),
  aws_db_cluster_snapshot: holder("Aurora snapshot", "this backup is"),
  aws_efs_file_system: holder("EFS file system", "its files are"),
  aws_fsx_lustre_file_system: holder("FSx file system", "its files are"),
  aws_fsx_ontap_file_system: holder("FSx file system", "its files are"),
  aws_fsx_windows_file_system: holder("FSx file system", "its files are"),
  aws_ebs_volume: holder("EBS volume", "its blocks are"),
  aws_ebs_snapshot: holder("EBS snapshot", "this backup is"),
  aws_instance: {
    noun: "EC2 instance",
    destroyed: attention(
      "it stops, and what is on its instance store and on volumes with delete_on_termination is lost",
    ),
    replaced: attention(
      "the new one starts from its image, and what is on the old one's instance store and on volumes with delete_on_termination is lost",
    ),
  },
  aws_elasticache_cluster: holder("ElastiCache cluster", "its entries are"),
  aws_elasticache_replication_group: holder("ElastiCache replication group", "its entries are"),
  aws_elasticache_serverless_cache: holder("ElastiCache cache", "its entries are"),
  aws_memorydb_cluster: holder("MemoryDB cluster", "its entries are"),
  aws_opensearch_domain: holder("OpenSearch domain", "its indexes and documents are"),
  aws_elasticsearch_domain: holder("Elasticsearch domain", "its indexes and documents are"),
  aws_kinesis_stream: holder("Kinesis stream", "its records, read or not, are"),
  aws_kinesis_firehose_delivery_stream: holder("Firehose stream", "the records in its buffer are"),
  aws_msk_cluster: holder("MSK cluster", "its topics and records are"),
  aws_mq_broker: holder("MQ broker", "its messages are"),
  aws_ecr_repository: holder("ECR repository", "its images, from which things start and roll back, are"),
  aws_cognito_user_pool: holder(
    "Cognito user pool",
    "its users and their passwords are",
    protection("deletion_protection"),
  ),
  aws_cognito_user: holder("Cognito user", "the user's account is"),
  aws_backup_vault: holder("backup vault", "the backups in it are"),
  aws_glacier_vault: holder("Glacier vault", "its archives are"),
  aws_qldb_ledger: holder("QLDB ledger", "its journal is"),
  aws_keyspaces_table: holder("Keyspaces table", "its rows are"),
  aws_timestreamwrite_table: holder("Timestream table", "its records are"),
  aws_timestreamwrite_database: holder("Timestream database", "its tables are"),
  aws_codecommit_repository: holder("CodeCommit repository", "its commits are"),
};

function protection(attribute: string): (before: PlanObject) => readonly Text[] {
  return (before) =>
    before[attribute] === true || before[attribute] === "ACTIVE"
      ? [say`${attribute} is on, so AWS refuses until it is turned off`]
      : [];
}

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html */
function key(noun: string): Loss {
  const unreadable =
    "everything encrypted with it (items, objects, messages, log events, secrets) can never be decrypted again and so is lost";
  return {
    noun,
    destroyed: dangerous(unreadable),
    replaced: dangerous(`the new key cannot decrypt what the old one encrypted: ${unreadable}`),
    notes: (before) => [
      say`its deletion can be cancelled for ${before.deletion_window_in_days ?? 30} days (deletion_window_in_days)`,
    ],
  };
}

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html */
function systemBackup({ point_in_time_recovery: recovery = null }: PlanObject): readonly Text[] {
  const isOn = isPlanList(recovery) && recovery.some((block) => isPlanObject(block) && block.enabled === true);
  return [
    isOn
      ? say`only a system backup stays, for 35 days`
      : say`without point_in_time_recovery, no backup of the last moment stays`,
  ];
}

function database(before: PlanObject): readonly Text[] {
  return [
    ...protection("deletion_protection")(before),
    before.skip_final_snapshot === true
      ? say`skip_final_snapshot is true, so no last snapshot is taken`
      : say`a final snapshot is taken first`,
  ];
}
