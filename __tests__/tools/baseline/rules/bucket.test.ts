import { bucketRules } from "../../../../tools/baseline/rules/bucket";
import { allow, KEY, policy, refusePlainHttp, withPolicy } from "../stacks";
import { describeRules } from "./describe-rules";

const bucket = "aws_s3_bucket.payloads";
const trail = "aws_cloudtrail.all";
const key = "aws_kms_key.key";
const part = (kind: string) => `aws_s3_bucket_${kind}.payloads`;
const encryption = part("server_side_encryption_configuration");
const encryptedBy = (algorithm: object) => ({ rule: [{ apply_server_side_encryption_by_default: algorithm }] });
const its = { bucket: "${aws_s3_bucket.payloads.id}" };
const aborts = { abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] };
const recording = (kind: string, at = "${aws_s3_bucket.payloads.arn}/") => ({
  read_write_type: kind,
  data_resource: { type: "AWS::S3::Object", values: [at] },
});

describeRules(bucketRules, {
  sound: {
    [bucket]: {
      bucket: "orders-payloads-${data.aws_caller_identity.caller.account_id}",
      force_destroy: false,
      object_lock_enabled: true,
      lifecycle: { prevent_destroy: true },
    },
    [part("acl")]: { ...its, acl: "private" },
    [part("object_lock_configuration")]: { ...its },
    [part("logging")]: { ...its, target_bucket: "logs" },
    [part("notification")]: { ...its, eventbridge: true },
    [part("ownership_controls")]: {
      ...its,
      rule: { object_ownership: "BucketOwnerEnforced" },
    },
    [part("versioning")]: {
      ...its,
      versioning_configuration: { status: "Enabled", mfa_delete: "Enabled" },
    },
    [part("public_access_block")]: {
      ...its,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
    [encryption]: {
      ...its,
      ...encryptedBy({ sse_algorithm: "aws:kms", kms_master_key_id: KEY }),
    },
    [part("lifecycle_configuration")]: {
      ...its,
      rule: [{ status: "Enabled", filter: [{}], ...aborts }],
    },
    [part("replication_configuration")]: {
      ...its,
      rule: [{ status: "Enabled" }],
    },
    [part("policy")]: {
      ...its,
      policy: policy(
        refusePlainHttp("s3:*", "${aws_s3_bucket.payloads.arn}", "${aws_s3_bucket.payloads.arn}/*"),
        allow("s3:PutObject", "*", { Principal: { Service: "logging.s3.amazonaws.com" } }),
      ),
    },
    [trail]: {
      event_selector: recording("All"),
    },
    [key]: {
      lifecycle: { prevent_destroy: true },
    },
  },
  refused: {
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
      { [trail]: null },
      { [trail]: { event_selector: recording("ReadOnly") } },
      { [trail]: { event_selector: recording("All", "other") } },
    ],
    "bucket-encryption": [{ [encryption]: { rule: [] } }, { [encryption]: encryptedBy({ sse_algorithm: "none" }) }],
    "bucket-force-destroy": [{ [bucket]: { force_destroy: true } }],
    "bucket-key": [
      { [encryption]: null },
      { [encryption]: encryptedBy({ sse_algorithm: "AES256", kms_master_key_id: KEY }) },
      { [encryption]: encryptedBy({ sse_algorithm: "aws:kms" }) },
    ],
    "bucket-lifecycle": [{ [part("lifecycle_configuration")]: null }],
    "bucket-mfa-delete": [{ [part("versioning")]: { versioning_configuration: { status: "Enabled" } } }],
    "bucket-multipart": [
      { [part("lifecycle_configuration")]: { rule: [{ status: "Enabled", filter: [{}] }] } },
      { [part("lifecycle_configuration")]: { rule: [{ status: "Disabled", filter: [{}], ...aborts }] } },
      {
        [part("lifecycle_configuration")]: {
          rule: [{ status: "Enabled", filter: [{ prefix: "uploads/" }], ...aborts }],
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
      withPolicy(part("policy"), { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }),
      withPolicy(part("policy"), { Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:Put*", Resource: "*" }),
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
    "data-prevent-destroy": [{ [bucket]: { lifecycle: {} } }, { [key]: { lifecycle: undefined } }],
  },
  accepted: {
    "bucket-data-events": [{}, { [trail]: { event_selector: [recording("ReadOnly"), recording("WriteOnly")] } }],
    "bucket-encryption": [{}, { [encryption]: encryptedBy({ sse_algorithm: "AES256" }) }],
    "bucket-policy-lockout": [
      {},
      withPolicy(part("policy"), { Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: "*" }),
    ],
  },
});
