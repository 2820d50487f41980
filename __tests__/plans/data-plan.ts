import type { Environment } from "../../environments/schema";
import { ACCOUNT_ID } from "./aws-endpoint";
import type { Plan } from "./plan";

/** What the plan of a data stack must hold. To be called in a `describe`. */
export function itHoldsOrders({ name, region, deletionProtection }: Environment, data: () => Plan): void {
  it("keeps orders in a table that is encrypted, can be restored, forgets in time and bills by request", () => {
    expect(data().one("aws_dynamodb_table").values).toMatchObject({
      name: `orders-${name}-data-orders`,
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "pk",
      range_key: "sk",
      deletion_protection_enabled: deletionProtection,
      point_in_time_recovery: [{ enabled: true }],
      server_side_encryption: [{ enabled: true }],
      ttl: [{ attribute_name: "expiresAt", enabled: true }],
      global_secondary_index: [
        {
          name: "pending-hand-over",
          hash_key: "pendingHandOver",
          range_key: "receivedAt",
          projection_type: "KEYS_ONLY",
        },
      ],
    });
  });

  it("turns its key every year, and lets only the account and named services use it", () => {
    const { values } = data().one("aws_kms_key");
    expect(values).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: deletionProtection ? 30 : 7 });
    const { Statement } = JSON.parse(String(values.policy));
    expect(Statement.map(({ Sid, Principal }: { Sid: string; Principal: object }) => [Sid, Principal])).toEqual([
      ["AccountGovernsKey", { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` }],
      ["LogsOfThisEnvironment", { Service: `logs.${region}.amazonaws.com` }],
      ["AlarmsToTopic", { Service: "cloudwatch.amazonaws.com" }],
      ["EventsOnBus", { Service: "events.amazonaws.com" }],
      ["EventBridgeChecksKey", { Service: "events.amazonaws.com" }],
      ["EventsToDeadLetters", { Service: "events.amazonaws.com" }],
    ]);
  });

  it("closes its buckets to the public, versions them, and gives them back only where nothing is protected", () => {
    const buckets = data().ofType("aws_s3_bucket");
    expect(buckets.map(({ values }) => values.bucket).sort()).toEqual([
      `orders-${name}-data-access-log-${ACCOUNT_ID}`,
      `orders-${name}-data-payloads-${ACCOUNT_ID}`,
    ]);
    expect(buckets.map(({ values }) => values.force_destroy)).toEqual([!deletionProtection, !deletionProtection]);
    expect(
      data()
        .ofType("aws_s3_bucket_public_access_block")
        .map(({ values }) => values),
    ).toEqual(
      Array(2).fill(
        expect.objectContaining({
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        }),
      ),
    );
    expect(
      data()
        .ofType("aws_s3_bucket_versioning")
        .map(({ values }) => values.versioning_configuration),
    ).toEqual(Array(2).fill([expect.objectContaining({ status: "Enabled" })]));
    expect(data().one("aws_s3_bucket_notification").values.eventbridge).toBe(true);
  });
}
