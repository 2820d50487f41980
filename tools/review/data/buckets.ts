import { isPlanObject, type PlanValue } from "../../terraform/plan-value";
import { amount, anyChange, choice, firstOf, flag, presence, textsOf } from "../attributes/judges";
import { attention, dangerous, type Judge, type Row, safe } from "../attributes/row";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources";
const NEVER = { means: "never", as: Number.POSITIVE_INFINITY };
const UNSET_IS_NEVER = { absent: 0, special: { 0: NEVER } };

const BLOCK = "aws_s3_bucket_public_access_block";
const ACCOUNT_BLOCK = "aws_s3_account_public_access_block";
const SSE = "apply_server_side_encryption_by_default";
const LIFECYCLES = ["aws_s3_bucket_lifecycle_configuration.rule", "aws_s3_bucket.lifecycle_rule"];

/** One of the four switches of a public access block. New buckets have all of them on. */
function publicAccess(name: string, off: string): Row {
  return {
    rule: "bucket-public-access",
    at: [`${BLOCK}.${name}`, `${ACCOUNT_BLOCK}.${name}`],
    judge: flag({
      absentBefore: true,
      off: dangerous(off),
      on: safe("the bucket is protected against being made public"),
    }),
    isForNew: true,
    source: `${GUIDE}/access-control-block-public-access.html`,
  };
}

const PUBLIC_ACL = {
  "public-read": dangerous("the bucket becomes public: everyone on the internet can read what it holds"),
  "public-read-write": dangerous(
    "the bucket becomes public: everyone on the internet can read, replace and delete what it holds",
  ),
  "authenticated-read": dangerous("the bucket becomes public: everyone with any AWS account can read what it holds"),
  private: safe("only the owner has rights by the ACL"),
};

export const bucketRows: readonly Row[] = [
  {
    rule: "bucket-force-destroy",
    at: ["aws_s3_bucket.force_destroy"],
    judge: flag({
      on: dangerous("a destroy of the bucket first deletes every object and version in it, which cannot be undone"),
      off: safe("a destroy of the bucket fails while it holds objects"),
    }),
    source: `${PROVIDER}/s3_bucket#force_destroy`,
  },
  {
    rule: "bucket-versioning",
    at: ["aws_s3_bucket_versioning.versioning_configuration.status", "aws_s3_bucket.versioning.enabled"],
    judge: flag({
      off: dangerous("versioning stops: an overwritten or deleted object cannot be recovered any more"),
      on: safe("overwritten and deleted objects can be recovered from now on"),
    }),
    source: `${GUIDE}/Versioning.html`,
  },
  {
    rule: "bucket-mfa-delete",
    at: ["aws_s3_bucket_versioning.versioning_configuration.mfa_delete", "aws_s3_bucket.versioning.mfa_delete"],
    judge: flag({
      off: dangerous("versions can be deleted without a second factor (MFA delete)"),
      on: safe("versions can be deleted only with a second factor (MFA delete)"),
    }),
    source: `${GUIDE}/MultiFactorAuthenticationDelete.html`,
  },
  {
    rule: "bucket-object-lock",
    at: [
      "aws_s3_bucket_object_lock_configuration.rule",
      "aws_s3_bucket_object_lock_configuration.object_lock_enabled",
      "aws_s3_bucket.object_lock_configuration",
    ],
    judge: presence({
      removed: dangerous(
        "new objects are no longer locked (object lock), so anyone with the right can delete their versions",
      ),
      added: attention("new objects are locked (object lock) and cannot be deleted until their retention ends"),
    }),
    source: `${GUIDE}/object-lock.html`,
  },
  {
    rule: "bucket-object-lock-period",
    at: [
      "aws_s3_bucket_object_lock_configuration.rule.default_retention.days",
      "aws_s3_bucket_object_lock_configuration.rule.default_retention.years",
    ],
    judge: amount({
      absent: 0,
      lowered: dangerous("new objects are locked for a shorter time"),
      raised: attention("new objects cannot be deleted for longer"),
    }),
    source: `${GUIDE}/object-lock.html`,
  },
  {
    rule: "bucket-object-lock-mode",
    at: ["aws_s3_bucket_object_lock_configuration.rule.default_retention.mode"],
    judge: choice({
      GOVERNANCE: dangerous("a caller with s3:BypassGovernanceRetention can delete locked versions"),
      COMPLIANCE: attention("nobody, the root user included, can delete a locked version before its retention ends"),
    }),
    source: `${GUIDE}/object-lock.html`,
  },
  publicAccess("block_public_acls", "an ACL may make the bucket or an object public"),
  publicAccess("ignore_public_acls", "public ACLs that the bucket or its objects have take effect"),
  publicAccess("block_public_policy", "a bucket policy may make the bucket public"),
  publicAccess("restrict_public_buckets", "a public bucket policy gives rights to everyone, beyond this account"),
  {
    rule: "bucket-acl",
    at: ["aws_s3_bucket_acl.acl", "aws_s3_bucket.acl"],
    judge: choice(PUBLIC_ACL, { other: attention("others have rights by the ACL"), absent: "private" }),
    isForNew: true,
    source: `${GUIDE}/acl-overview.html#canned-acl`,
  },
  {
    rule: "bucket-acl-grant",
    at: ["aws_s3_bucket_acl.access_control_policy.grant", "aws_s3_bucket.grant"],
    judge: (_before, after) =>
      /\/groups\/global\/(AllUsers|AuthenticatedUsers)/.test(JSON.stringify(after ?? null))
        ? { ...dangerous("the bucket becomes public: everyone has this right"), verb: "is added" }
        : undefined,
    isForNew: true,
    source: `${GUIDE}/acl-overview.html#specifying-grantee-predefined-groups`,
  },
  {
    rule: "bucket-ownership",
    at: ["aws_s3_bucket_ownership_controls.rule.object_ownership"],
    judge: choice(
      {
        BucketOwnerEnforced: attention("ACLs are disabled: rights that only an ACL gives are lost"),
        BucketOwnerPreferred: attention("ACLs count again, so an ACL may give rights to others"),
        ObjectWriter: attention("ACLs count again, and other accounts own the objects that they write"),
      },
      { absent: "BucketOwnerEnforced" },
    ),
    source: `${GUIDE}/about-object-ownership.html`,
  },
  {
    rule: "bucket-encryption",
    at: [
      `aws_s3_bucket_server_side_encryption_configuration.rule.${SSE}.sse_algorithm`,
      `aws_s3_bucket.server_side_encryption_configuration.rule.${SSE}.sse_algorithm`,
    ],
    judge: choice(
      {
        AES256: dangerous(
          "new objects are encrypted with a key of S3 instead of a KMS key, so a reader needs no right to a key",
        ),
        "aws:kms": attention(
          "readers and writers need rights to the KMS key; objects already stored keep their encryption",
        ),
        "aws:kms:dsse": attention(
          "readers and writers need rights to the KMS key; objects already stored keep their encryption",
        ),
      },
      { absent: "AES256" },
    ),
    source: `${GUIDE}/bucket-encryption.html`,
  },
  {
    rule: "bucket-key",
    at: [
      `aws_s3_bucket_server_side_encryption_configuration.rule.${SSE}.kms_master_key_id`,
      `aws_s3_bucket.server_side_encryption_configuration.rule.${SSE}.kms_master_key_id`,
    ],
    judge: presence({
      removed: dangerous("new objects are encrypted with a key of AWS instead of your KMS key"),
      changed: attention("new objects use the new KMS key; those already stored keep the old key, which must stay"),
      added: attention("readers and writers need rights to the KMS key"),
    }),
    source: `${GUIDE}/UsingKMSEncryption.html`,
  },
  {
    rule: "bucket-key-calls",
    at: ["aws_s3_bucket_server_side_encryption_configuration.rule.bucket_key_enabled"],
    judge: flag({
      off: attention("each object needs a call to KMS of its own, which costs more and may be throttled"),
      on: safe("fewer calls to KMS are needed"),
    }),
    source: `${GUIDE}/bucket-key.html`,
  },
  {
    rule: "bucket-expiration",
    at: LIFECYCLES.map((rule) => `${rule}.expiration.days`),
    judge: amount({
      unit: "days",
      ...UNSET_IS_NEVER,
      lowered: dangerous("the lifecycle rule deletes current objects that are older, those already stored included"),
      raised: safe("objects are kept longer"),
    }),
    source: `${GUIDE}/lifecycle-expire-general-considerations.html`,
  },
  {
    rule: "bucket-expiration",
    at: LIFECYCLES.map((rule) => `${rule}.expiration.date`),
    judge: presence({
      added: dangerous("the lifecycle rule deletes current objects from that date on"),
      changed: dangerous("the lifecycle rule deletes current objects from another date on"),
      removed: safe("objects are kept longer"),
    }),
    source: `${GUIDE}/lifecycle-expire-general-considerations.html`,
  },
  {
    rule: "bucket-noncurrent-expiration",
    at: LIFECYCLES.flatMap((rule) => [
      `${rule}.noncurrent_version_expiration.noncurrent_days`,
      `${rule}.noncurrent_version_expiration.days`,
    ]),
    judge: amount({
      unit: "days",
      ...UNSET_IS_NEVER,
      lowered: attention("noncurrent versions, the only copies of what was overwritten or deleted, are deleted sooner"),
      raised: safe("noncurrent versions are kept longer"),
    }),
    source: `${GUIDE}/intro-lifecycle-rules.html`,
  },
  {
    rule: "bucket-noncurrent-versions",
    at: LIFECYCLES.map((rule) => `${rule}.noncurrent_version_expiration.newer_noncurrent_versions`),
    judge: amount({
      absent: 0,
      lowered: attention("fewer noncurrent versions of an object are kept"),
      raised: safe("more noncurrent versions of an object are kept"),
    }),
    source: `${GUIDE}/intro-lifecycle-rules.html`,
  },
  {
    rule: "bucket-lifecycle-scope",
    at: LIFECYCLES.flatMap((rule) => [`${rule}.filter`, `${rule}.prefix`, `${rule}.status`, `${rule}.enabled`]),
    judge: (before, after, sides) =>
      sides.before === undefined || sides.after === undefined || isNothing(before) === isNothing(after)
        ? presence({ changed: attention("the lifecycle rule deletes or moves other objects than before") })(
            before,
            after,
            sides,
          )
        : undefined,
    source: `${GUIDE}/intro-lifecycle-rules.html`,
  },
  {
    rule: "bucket-multipart",
    at: LIFECYCLES.map((rule) => `${rule}.abort_incomplete_multipart_upload.days_after_initiation`),
    judge: amount({
      unit: "days",
      ...UNSET_IS_NEVER,
      lowered: attention("an upload in parts that takes longer is aborted"),
      raised: safe("an upload in parts may take longer"),
    }),
    source: `${GUIDE}/mpu-abort-incomplete-mpu-lifecycle-config.html`,
  },
  {
    rule: "bucket-replication",
    at: ["aws_s3_bucket_replication_configuration.rule.status", "aws_s3_bucket.replication_configuration.rules.status"],
    judge: flag({
      off: dangerous("replication stops: new objects have no copy in the other bucket"),
      on: attention("new objects are copied to the other bucket"),
    }),
    source: `${GUIDE}/replication.html`,
  },
  {
    rule: "bucket-access-log",
    at: ["aws_s3_bucket_logging.target_bucket", "aws_s3_bucket.logging"],
    judge: presence({
      removed: attention("access logs are no longer written: no record says who read an object"),
      changed: attention("access logs are written to another place"),
      added: safe("access logs are written"),
    }),
    source: `${GUIDE}/ServerLogs.html`,
  },
  {
    rule: "bucket-website",
    at: [
      "aws_s3_bucket_website_configuration.index_document",
      "aws_s3_bucket_website_configuration.redirect_all_requests_to",
      "aws_s3_bucket.website",
    ],
    judge: presence({
      added: attention("the bucket is served as a website over plain HTTP, to whomever its policy or ACL lets read"),
      removed: attention("the bucket is no longer served as a website"),
    }),
    isForNew: true,
    source: `${GUIDE}/WebsiteHosting.html`,
  },
  {
    rule: "bucket-cors",
    at: ["aws_s3_bucket_cors_configuration.cors_rule.allowed_origins", "aws_s3_bucket.cors_rule.allowed_origins"],
    judge: firstOf(
      wildcardOrigin("pages of every website may call the bucket from a browser (CORS *)"),
      anyChange(attention("pages of other websites may call the bucket from a browser (CORS)")),
    ),
    isForNew: true,
    source: `${GUIDE}/cors.html`,
  },
  {
    rule: "bucket-notification",
    at: ["queue", "topic", "lambda_function"].map((target) => `aws_s3_bucket_notification.${target}`),
    judge: presence({
      removed: dangerous("new objects no longer start what listened to this notification"),
      added: attention("new objects start something more"),
    }),
    source: `${GUIDE}/EventNotifications.html`,
  },
  {
    rule: "bucket-notification",
    at: ["aws_s3_bucket_notification.eventbridge"],
    judge: flag({
      off: dangerous(
        "the bucket sends no events to EventBridge, so its rules no longer start anything for new objects",
      ),
      on: safe("the bucket sends its events to EventBridge"),
    }),
    source: `${GUIDE}/EventBridge.html`,
  },
];

/** Judges a list of CORS origins that gains `*`. */
export function wildcardOrigin(words: string): Judge {
  return (before, after) =>
    textsOf(after).includes("*") && !textsOf(before).includes("*")
      ? { ...attention(words), verb: "is opened" }
      : undefined;
}

function isNothing(value: PlanValue | undefined): boolean {
  return (
    value === undefined || value === null || value === "" || (isPlanObject(value) && Object.keys(value).length === 0)
  );
}
