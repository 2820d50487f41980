import { type Names, of, type Right, tagged } from "./right";

/** The table, the buckets, the key and the secrets. */
export function storageRights({ arn, bucketArn, prefix }: Names): Right[] {
  return [
    {
      sid: "Table",
      types: ["aws_dynamodb_table"],
      read: of("dynamodb", "DescribeTable", "DescribeContinuousBackups", "DescribeTimeToLive", "ListTagsOfResource"),
      write: tagged(
        "dynamodb",
        "CreateTable",
        "UpdateTable",
        "DeleteTable",
        "UpdateContinuousBackups",
        "UpdateTimeToLive",
      ),
      on: [arn("dynamodb", `table/${prefix}-data-*`)],
    },
    {
      sid: "Buckets",
      types: [
        "aws_s3_bucket",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_logging",
        "aws_s3_bucket_notification",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
      ],
      // The provider reads every setting that a bucket can have.
      read: of(
        "s3",
        "ListBucket",
        "GetAccelerateConfiguration",
        "GetBucketAcl",
        "GetBucketCORS",
        "GetBucketLocation",
        "GetBucketLogging",
        "GetBucketNotification",
        "GetBucketObjectLockConfiguration",
        "GetBucketOwnershipControls",
        "GetBucketPolicy",
        "GetBucketPublicAccessBlock",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetEncryptionConfiguration",
        "GetLifecycleConfiguration",
        "GetReplicationConfiguration",
      ),
      write: of(
        "s3",
        "CreateBucket",
        "DeleteBucket",
        "DeleteBucketPolicy",
        "PutBucketLogging",
        "PutBucketNotification",
        "PutBucketOwnershipControls",
        "PutBucketPolicy",
        "PutBucketPublicAccessBlock",
        "PutBucketTagging",
        "PutBucketVersioning",
        "PutEncryptionConfiguration",
        "PutLifecycleConfiguration",
      ),
      // Only the data stack's buckets. The state bucket belongs to the bootstrap stack.
      on: [bucketArn(`${prefix}-data-*`)],
    },
    {
      sid: "Key",
      types: ["aws_kms_key"],
      read: of("kms", "DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags"),
      write: tagged(
        "kms",
        "PutKeyPolicy",
        "EnableKeyRotation",
        "DisableKeyRotation",
        "UpdateKeyDescription",
        "ScheduleKeyDeletion",
        "CreateAlias",
        "UpdateAlias",
        "DeleteAlias",
        // Used through the services that encrypt new resources. Creating a table needs the most of these. Source:
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz
        "CreateGrant",
        "Decrypt",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "ReEncryptFrom",
        "ReEncryptTo",
      ),
      // A key's ARN does not contain our name. Its tags do.
      on: [arn("kms", "key/*")],
      onlyIf: { StringEquals: { "aws:ResourceTag/Stack": `${prefix}-data` } },
    },
    {
      sid: "NewKey",
      types: ["aws_kms_key"],
      read: [],
      // The key has no ARN yet, so its tags must identify its owner.
      write: of("kms", "CreateKey", "TagResource"),
      on: ["*"],
      writesIf: {
        StringEquals: { "aws:RequestTag/Stack": `${prefix}-data` },
        // Tags identify a key's owner, so an existing key must not be tagged: none with an alias, and none with another
        // stack's tag.
        StringEqualsIfExists: { "aws:ResourceTag/Stack": `${prefix}-data` },
        Null: { "kms:ResourceAliases": "true" },
      },
    },
    {
      sid: "KeyAlias",
      types: ["aws_kms_alias"],
      read: [],
      write: of("kms", "CreateAlias", "UpdateAlias", "DeleteAlias"),
      on: [arn("kms", `alias/${prefix}-data-*`)],
    },
    // AWS has no resource-level permission for listing aliases.
    { sid: "KeyAliases", types: ["aws_kms_alias"], read: ["kms:ListAliases"], write: [], on: ["*"] },
    {
      sid: "Secrets",
      types: ["aws_secretsmanager_secret", "aws_secretsmanager_secret_policy"],
      read: of("secretsmanager", "DescribeSecret", "GetResourcePolicy"),
      write: tagged(
        "secretsmanager",
        "CreateSecret",
        "UpdateSecret",
        "DeleteSecret",
        "PutResourcePolicy",
        "DeleteResourcePolicy",
      ),
      on: [arn("secretsmanager", `secret:${prefix}-fulfilment-*`)],
    },
  ];
}

/**
 * Encrypted values that a plan reads. The deploy role may use the key anyway. GetFunction returns an error in place of
 * variables that its caller may not decrypt, and a plan would take that for a change. Lambda passes the caller's call on
 * to KMS, so kms:ViaService applies. Whether GetSchedule also decrypts a schedule's input is not documented. Sources:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 * https://docs.aws.amazon.com/lambda/latest/api/API_EnvironmentResponse.html
 */
export function encryptedRights({ arn, region, prefix }: Names): Right[] {
  return [
    {
      sid: "Encrypted",
      types: ["aws_lambda_function", "aws_scheduler_schedule"],
      read: ["kms:Decrypt"],
      write: [],
      on: [arn("kms", "key/*")],
      onlyIf: {
        StringEquals: {
          "aws:ResourceTag/Stack": `${prefix}-data`,
          "kms:ViaService": ["lambda", "scheduler"].map((service) => `${service}.${region}.amazonaws.com`),
        },
      },
    },
  ];
}
