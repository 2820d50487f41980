import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { logAccess } from "./constructs/access-log";
import { Bucket } from "./constructs/bucket";
import { PlatformKey } from "./constructs/platform-key";
import { LINES_PREFIX, UPLOADS_PREFIX } from "./payloads";
import { PlatformStack } from "./platform-stack";

/**
 * The index that holds an order only until it is claimed, so that finding forgotten orders reads little. Its hash key
 * spreads them over partitions, see functions/validate-order/hand-over-plan.ts.
 */
const PENDING_HAND_OVER = "pending-hand-over";

/** What outlives a deployment: the orders, their payloads, and the key that encrypts them. */
export class DataStack extends PlatformStack {
  readonly key: { readonly arn: string };
  readonly table: {
    readonly arn: string;
    readonly name: string;
    /** The index of orders that nothing has claimed yet. */
    readonly index: string;
    readonly key: { readonly arn: string };
  };
  readonly payloads: Bucket;

  constructor(scope: Construct, environment: Environment) {
    super(scope, "data", environment);
    this.key = new PlatformKey(this, "key");
    const { arn, name } = this.ordersTable();
    this.table = { arn, name, index: PENDING_HAND_OVER, key: this.key };
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
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  private payloadBucket(): Bucket {
    const { orderRetentionDays, uploadRetentionDays } = this.environment;
    const payloads = new Bucket(this, "payloads", {
      part: "payloads",
      key: this.key,
      expireAfterDays: orderRetentionDays,
      // A pattern, because later stacks create most of these roles. All their names begin with the environment's.
      onlyFor: `arn:${this.partition}:iam::${this.accountId}:role/${this.namesOfEnvironment}`,
      prefixes: { [UPLOADS_PREFIX]: uploadRetentionDays, [LINES_PREFIX]: orderRetentionDays },
    });
    new S3BucketNotification(this, "payload-events", { bucket: payloads.name, eventbridge: true });

    logAccess(this, { bucket: payloads, prefix: "payloads", id: "payload-access", sid: "AccessLogsOfPayloads" });
    return payloads;
  }
}
