import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { Bucket } from "./constructs/bucket";
import { PlatformKey } from "./constructs/platform-key";
import { LINES_PREFIX, UPLOADS_PREFIX } from "./payloads";
import { PlatformStack } from "./platform-stack";

/** The index in which an order stands only until it is claimed, so that finding the forgotten ones reads little. */
export const PENDING_HAND_OVER = "pending-hand-over";

/** What outlives a deployment: the orders, their payloads, and the key that encrypts them. */
export class DataStack extends PlatformStack {
  readonly key: { readonly arn: string };
  readonly table: { readonly arn: string; readonly name: string };
  readonly payloads: { readonly arn: string; readonly name: string };

  constructor(scope: Construct, environment: Environment) {
    super(scope, "data", environment);
    this.key = new PlatformKey(this, "key");
    this.table = this.ordersTable();
    this.payloads = this.payloadBucket();
  }

  private ordersTable(): DynamodbTable {
    const { deletionProtection } = this.environment;
    return new DynamodbTable(this, "orders", {
      name: this.physicalName("orders"),
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attribute: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
        { name: "pendingHandOver", type: "S" },
        { name: "receivedAt", type: "S" },
      ],
      globalSecondaryIndex: [
        {
          name: PENDING_HAND_OVER,
          hashKey: "pendingHandOver",
          rangeKey: "receivedAt",
          projectionType: "KEYS_ONLY",
        },
      ],
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: this.key.arn },
      deletionProtectionEnabled: deletionProtection,
    });
  }

  private payloadBucket(): Bucket {
    const { logRetentionDays, orderRetentionDays, uploadRetentionDays } = this.environment;
    const payloads = new Bucket(this, "payloads", {
      part: "payloads",
      key: this.key,
      expireAfterDays: orderRetentionDays,
      prefixes: { [UPLOADS_PREFIX]: uploadRetentionDays, [LINES_PREFIX]: orderRetentionDays },
    });
    new S3BucketNotification(this, "payload-events", { bucket: payloads.name, eventbridge: true });

    // S3 delivers access logs only to a bucket that is encrypted with S3's own key. Source:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    const accessLog = new Bucket(this, "access-log", {
      part: "access-log",
      expireAfterDays: logRetentionDays,
      writers: (bucketArn) => [
        {
          Sid: "AccessLogsOfPayloads",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${bucketArn}/payloads/*`,
          Condition: {
            ArnEquals: { "aws:SourceArn": payloads.arn },
            StringEquals: { "aws:SourceAccount": this.accountId },
          },
        },
      ],
    });
    new S3BucketLoggingA(this, "payload-access", {
      bucket: payloads.name,
      targetBucket: accessLog.name,
      targetPrefix: "payloads/",
    });
    return payloads;
  }
}
