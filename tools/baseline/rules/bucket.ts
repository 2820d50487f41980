import { expectAll, expectPart, expectSet, expectValue } from "../expect";
import { covers } from "../model/permissions";
import { statementsOf } from "../model/policy";
import { isSet, type Values } from "../model/values";
import { isBare, withoutTemplates } from "../model/wildcards";
import type { Rule } from "../rule";

const SSE_CONFIGURATION = "aws_s3_bucket_server_side_encryption_configuration";
const SSE = "rule.apply_server_side_encryption_by_default";

export const bucketRules: readonly Rule[] = [
  {
    id: "bucket-access-log",
    scannerIds: ["CKV_AWS_18", "AwsSolutions-S1", "AWS-0089"],
    types: ["aws_s3_bucket"],
    reason: "No record says who read an order's lines",
    fix: "Add an aws_s3_bucket_logging that names a bucket for logs",
    check: expectPart("aws_s3_bucket_logging", "bucket"),
  },
  /** Stricter than any one scanner: it accepts the owner's ACL alone, which is never public. TLS is left to another rule. */
  {
    id: "bucket-acl",
    scannerIds: ["CKV_AWS_20", "CKV_AWS_57", "AWS-0092", "CKV_AWS_375", "CKV2_AWS_43", "CKV_AWS_379"],
    types: ["aws_s3_bucket", "aws_s3_bucket_acl"],
    reason: "Anyone, or any AWS customer, can read or write orders",
    fix: "Remove the ACL: the bucket's owner has every right without one",
    check: expectAll(expectValue("acl", "private", undefined), ({ values }) =>
      values.all("access_control_policy.grant.grantee.uri").map((uri) => `it grants rights to ${String(uri)}`),
    ),
  },
  {
    id: "bucket-data-events",
    scannerIds: ["AWS-0171", "AWS-0172"],
    types: ["aws_s3_bucket"],
    reason: "CloudTrail does not record which role read or wrote an object",
    fix: "Add an aws_cloudtrail whose event_selector covers the bucket's objects, for reads and writes",
    check(resource, stack) {
      const trails = stack
        .ofType("aws_cloudtrail")
        .filter((trail) => trail.references("event_selector").includes(resource.address));
      const recorded = trails.flatMap(({ values }) => values.all("event_selector.read_write_type"));
      return ["ReadOnly", "WriteOnly"].flatMap((kind) =>
        recorded.includes("All") || recorded.includes(kind) ? [] : [`no trail records its ${kind} events`],
      );
    },
  },
  {
    id: "bucket-encryption",
    scannerIds: ["CKV_AWS_19"],
    types: [SSE_CONFIGURATION],
    reason: "Objects are stored without an encryption that AWS supports",
    fix: 'Set sse_algorithm to "aws:kms" or "AES256"',
    check: expectValue(`${SSE}.sse_algorithm`, "aws:kms", "AES256"),
  },
  {
    id: "bucket-force-destroy",
    scannerIds: [],
    types: ["aws_s3_bucket"],
    reason: "A mistaken destroy empties the bucket and deletes it",
    fix: "Remove force_destroy, or set it to false",
    check: expectValue("force_destroy", false, undefined),
  },
  {
    id: "bucket-key",
    scannerIds: ["CKV_AWS_145", "NIST.800.53.R5-S3DefaultEncryptionKMS", "AWS-0132"],
    types: ["aws_s3_bucket"],
    reason: "A reader of the bucket needs no right to a key, and the key's log does not record the read",
    fix: 'Add an aws_s3_bucket_server_side_encryption_configuration with sse_algorithm "aws:kms" and kms_master_key_id',
    check: expectPart(
      SSE_CONFIGURATION,
      "bucket",
      expectAll(expectValue(`${SSE}.sse_algorithm`, "aws:kms"), expectSet(`${SSE}.kms_master_key_id`)),
    ),
  },
  {
    id: "bucket-lifecycle",
    scannerIds: ["CKV2_AWS_61"],
    types: ["aws_s3_bucket"],
    reason: "Addresses and old versions are kept for ever",
    fix: "Add an aws_s3_bucket_lifecycle_configuration that expires its objects",
    check: expectPart("aws_s3_bucket_lifecycle_configuration", "bucket"),
  },
  {
    id: "bucket-mfa-delete",
    scannerIds: ["AWS-0170"],
    types: ["aws_s3_bucket_versioning"],
    reason: "Stolen credentials that may delete versions can delete every copy",
    fix: 'Set versioning_configuration.mfa_delete to "Enabled", which only the root user can do',
    check: expectValue("versioning_configuration.mfa_delete", "Enabled"),
  },
  {
    id: "bucket-multipart",
    scannerIds: ["CKV_AWS_300"],
    types: ["aws_s3_bucket_lifecycle_configuration"],
    reason: "Parts of interrupted uploads are kept, and charged for, unseen",
    fix: "Add an enabled rule for the whole bucket with abort_incomplete_multipart_upload",
    check(resource) {
      const sweeps = resource.values
        .blocks("rule")
        .some(
          (rule) =>
            rule.at("status") === "Enabled" &&
            isWholeBucket(rule) &&
            rule.blocks("abort_incomplete_multipart_upload").length > 0,
        );
      return sweeps ? [] : ["no enabled rule for the whole bucket aborts incomplete uploads"];
    },
  },
  {
    id: "bucket-name",
    scannerIds: ["AWS-0320"],
    types: ["aws_s3_bucket"],
    reason: "S3's certificate does not cover a host name with a further dot, so clients would have to skip TLS's check",
    fix: "Name the bucket without dots",
    check: (resource) => {
      const name = String(resource.at("bucket") ?? resource.at("bucket_prefix") ?? "");
      return withoutTemplates(name).includes(".") ? [`bucket is ${JSON.stringify(name)}, expected no dot`] : [];
    },
  },
  {
    id: "bucket-notification",
    scannerIds: ["CKV2_AWS_62"],
    types: ["aws_s3_bucket"],
    reason: "Nothing notices an object that someone stores there",
    fix: "Add an aws_s3_bucket_notification if something acts on new objects",
    check: expectPart("aws_s3_bucket_notification", "bucket"),
  },
  {
    id: "bucket-object-lock",
    scannerIds: ["CKV_AWS_143", "NIST.800.53.R4-S3BucketDefaultLockEnabled"],
    types: ["aws_s3_bucket"],
    reason: "A role that may delete versions can delete evidence",
    fix: "Set object_lock_enabled and add an aws_s3_bucket_object_lock_configuration",
    check(resource, stack) {
      const isLocked =
        resource.at("object_lock_enabled") === true ||
        resource.at("object_lock_configuration.object_lock_enabled") === "Enabled";
      const isConfigured = stack.partsOf(resource, "aws_s3_bucket_object_lock_configuration", "bucket").length > 0;
      return isLocked && isConfigured ? [] : ["object lock is not configured and enabled"];
    },
  },
  {
    id: "bucket-ownership",
    scannerIds: ["CKV2_AWS_65"],
    types: ["aws_s3_bucket"],
    reason: "An object's ACL can open what the bucket's policy closes",
    fix: 'Add an aws_s3_bucket_ownership_controls with object_ownership "BucketOwnerEnforced"',
    check: expectPart(
      "aws_s3_bucket_ownership_controls",
      "bucket",
      expectValue("rule.object_ownership", "BucketOwnerEnforced"),
    ),
  },
  {
    id: "bucket-policy-lockout",
    scannerIds: ["CKV_AWS_93"],
    types: ["aws_s3_bucket_policy"],
    reason: "Only the root user can ever change the policy again",
    fix: "Add a Condition to the Deny for everyone",
    check: (resource, stack) =>
      statementsOf(resource, stack, "resource")
        .filter(
          ({ effect, principals, actions, conditions }) =>
            effect === "Deny" &&
            conditions.length === 0 &&
            principals.some(({ value }) => isBare(value)) &&
            actions.some((action) => covers(action, "s3:PutBucketPolicy")),
        )
        .map(({ actions }) => `everyone is denied ${actions.join(", ")}, without a Condition`),
  },
  {
    id: "bucket-public-access",
    scannerIds: [
      "CKV_AWS_53",
      "AWS-0086",
      "CKV_AWS_54",
      "AWS-0087",
      "CKV_AWS_55",
      "AWS-0091",
      "CKV_AWS_56",
      "AWS-0093",
      "CKV2_AWS_6",
      "AWS-0094",
      "AwsSolutions-S2",
      "NIST.800.53.R5-S3BucketPublicReadProhibited",
      "NIST.800.53.R5-S3BucketPublicWriteProhibited",
    ],
    types: ["aws_s3_bucket"],
    reason: "One wrong ACL or policy lets anyone read orders",
    fix: "Add an aws_s3_bucket_public_access_block with all four flags true",
    check: expectPart(
      "aws_s3_bucket_public_access_block",
      "bucket",
      expectAll(
        expectValue("block_public_acls", true),
        expectValue("block_public_policy", true),
        expectValue("ignore_public_acls", true),
        expectValue("restrict_public_buckets", true),
      ),
    ),
  },
  {
    id: "bucket-replication",
    scannerIds: ["CKV_AWS_144", "NIST.800.53.R5-S3BucketReplicationEnabled"],
    types: ["aws_s3_bucket"],
    reason: "If the region is lost, so are its objects",
    fix: "Add an aws_s3_bucket_replication_configuration with an enabled rule",
    check(resource, stack) {
      const replications = stack.partsOf(resource, "aws_s3_bucket_replication_configuration", "bucket");
      const isReplicated = replications.some(({ values }) => values.all("rule.status").includes("Enabled"));
      return isReplicated ? [] : ["no enabled rule of an aws_s3_bucket_replication_configuration belongs to it"];
    },
  },
  {
    id: "bucket-versioning",
    scannerIds: ["CKV_AWS_21", "NIST.800.53.R5-S3BucketVersioningEnabled", "AWS-0090"],
    types: ["aws_s3_bucket"],
    reason: "Objects that are overwritten or deleted by mistake cannot be recovered",
    fix: 'Add an aws_s3_bucket_versioning with status "Enabled"',
    check: expectPart("aws_s3_bucket_versioning", "bucket", expectValue("versioning_configuration.status", "Enabled")),
  },
  {
    id: "data-prevent-destroy",
    scannerIds: [],
    types: ["aws_s3_bucket", "aws_kms_key"],
    reason: "A change that replaces the resource, or a mistaken destroy, deletes the data",
    fix: "Set lifecycle.prevent_destroy to true",
    judgedOn: "synthesis",
    check: expectValue("lifecycle.prevent_destroy", true),
  },
];

function isWholeBucket(rule: Values): boolean {
  const narrows = ["prefix", "filter.prefix", "filter.tag", "filter.and", "filter.object_size_greater_than"];
  return !narrows.some((path) => isSet(rule.at(path)));
}
