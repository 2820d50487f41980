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
  /** Encrypts the objects. Without one, S3's own key does, as required for a target of access logs. */
  readonly key?: { readonly arn: string };
  /** Days until an object is deleted. */
  readonly expireAfterDays: number;
  /** Days until objects under a prefix such as `uploads/` are deleted. At most `expireAfterDays`. */
  readonly prefixes?: Readonly<Record<string, number>>;
  /** A pattern for the ARNs of the only roles that may read and write objects, whatever other policies allow. */
  readonly onlyFor?: string;
  /** Further statements of the bucket's policy, for services that write without a role. */
  readonly writers?: (bucketArn: string) => readonly object[];
}

/** Days for which an overwritten or deleted object can be restored. */
const NONCURRENT_DAYS = 30;

/** A private bucket: no ACLs, no public access, TLS only, encrypted, versioned, and its objects expire. */
export class Bucket extends Construct {
  readonly arn: string;
  /** The bucket's name, which is its id in Terraform. */
  readonly name: string;
  readonly key: BucketOptions["key"];
  /** A dependency of resources that need the writers' access. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, options: BucketOptions) {
    super(scope, id);
    const { part, key, expireAfterDays, prefixes = {}, onlyFor, writers } = options;
    const stack = PlatformStack.of(this);
    const { deletionProtection } = stack.environment;

    const bucket = new S3Bucket(this, "bucket", {
      // Bucket names are unique across all accounts, so this one contains the account's id.
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
 * Denies the account's other principals access to the objects' content. It does not cover deletion or the bucket's
 * configuration, this policy included, so that it locks out neither a deployment nor an administrator.
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
