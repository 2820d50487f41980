import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { objectsIn, type Resource } from "./rights/resource";
import { denyWithoutTls } from "./transport";

export interface BucketOptions {
  readonly part: string;
  /** Encrypts what is stored; without one, S3's own key does, as a target of access logs needs it. */
  readonly key?: { readonly arn: string };
  /** Days until an object goes. */
  readonly expireAfterDays: number;
  /** Days until an object goes whose key starts with a prefix, such as `uploads/`; none later than any other object. */
  readonly prefixes?: Readonly<Record<string, number>>;
  /** Pattern of the ARNs of the only roles that read and write objects, whatever anybody else is allowed elsewhere. */
  readonly onlyFor?: string;
  /** Statements of the bucket's policy beside the refusal of plain HTTP, for services that write without a role. */
  readonly writers?: (bucketArn: string) => readonly object[];
}

/** Days that an overwritten or deleted object can still be brought back. */
const NONCURRENT_DAYS = 30;

/** A private bucket: no ACLs, no public access, TLS only, encrypted, versioned, and emptied in time. */
export class Bucket extends Construct {
  readonly arn: string;
  /** The bucket's name, which is its id in Terraform. */
  readonly name: string;
  readonly key: BucketOptions["key"];
  /** For what needs that the writers are let in already. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, options: BucketOptions) {
    super(scope, id);
    const { part, key, expireAfterDays, prefixes = {}, onlyFor, writers } = options;
    const stack = PlatformStack.of(this);
    const { deletionProtection } = stack.environment;

    const bucket = new S3Bucket(this, "bucket", {
      // Names of buckets are taken world-wide, so the account's id makes this one free.
      bucket: `${stack.physicalName(part)}-${stack.accountId}`,
      forceDestroy: !deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const access = new S3BucketPublicAccessBlock(this, "access", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [
        key === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
              bucketKeyEnabled: true,
            },
      ],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{}],
          expiration: [{ days: expireAfterDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
        ...Object.entries(prefixes).map(([prefix, days]) => ({
          id: `expire-${prefix.replace("/", "")}`,
          status: "Enabled",
          filter: [{ prefix }],
          expiration: [{ days }],
        })),
      ],
      dependsOn: [versioning],
    });
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          denyWithoutTls("s3:*", [bucket.arn, `${bucket.arn}/*`]),
          ...(onlyFor === undefined ? [] : [denyOthers(onlyFor, bucket.arn)]),
          ...(writers?.(bucket.arn) ?? []),
        ],
      }),
      dependsOn: [access],
    });
    this.arn = bucket.arn;
    this.name = bucket.id;
    this.key = key;
  }

  /** Every object whose key starts with a prefix such as `uploads/`. */
  objects(prefix: string): Resource {
    return objectsIn(this, `${prefix}*`);
  }
}

/**
 * Keeps the account's other principals from what the objects hold. Deleting them, and the bucket's own configuration
 * with this policy, is left to whoever may do that, so that neither a deployment nor an administrator is locked out.
 */
function denyOthers(roles: string, bucketArn: string): object {
  return {
    Sid: "OnlyRolesOfThisEnvironment",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
    Resource: `${bucketArn}/*`,
    Condition: { ArnNotLike: { "aws:PrincipalArn": roles } },
  };
}
