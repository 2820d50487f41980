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
      // The provider reads all that a bucket may have.
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
      // Of the data stack alone: the bucket of the states is the bootstrap stack's.
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
        // By way of the services that encrypt what is made. DynamoDB asks the most of whoever creates a table. Source:
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz
        "CreateGrant",
        "Decrypt",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "ReEncryptFrom",
        "ReEncryptTo",
      ),
      // A key's ARN bears no name of ours, its tags do.
      on: [arn("kms", "key/*")],
      onlyIf: { StringEquals: { "aws:ResourceTag/Stack": `${prefix}-data` } },
    },
    {
      sid: "NewKey",
      types: ["aws_kms_key"],
      read: [],
      // The key has no ARN yet, so its tags must say whose it is.
      write: of("kms", "CreateKey", "TagResource"),
      on: ["*"],
      writesIf: {
        StringEquals: { "aws:RequestTag/Stack": `${prefix}-data` },
        // Tags tell whose a key is, so no key that is there already may be tagged: none that has an alias, and none that
        // bears another stack's tag.
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
    // AWS has no resource-level permission for the list.
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
 * What a plan reads that the key encrypts. Who deploys may use the key anyway. GetFunction hands back an error in the place
 * of variables that its caller may not decrypt, which a plan takes for a change. Lambda passes the caller's call on to
 * KMS, so kms:ViaService holds. Whether GetSchedule decrypts a schedule's input as well is not documented. Sources:
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
