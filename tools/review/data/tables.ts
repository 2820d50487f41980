import { amount, anyChange, choice, flag, presence } from "../attributes/judges";
import { attention, dangerous, type Row, safe } from "../attributes/row";

const GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";
const API = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";
const NO_LIMIT = { [-1]: { means: "no limit", as: Number.POSITIVE_INFINITY } };

export const tableRows: readonly Row[] = [
  {
    rule: "table-deletion-protection",
    at: ["aws_dynamodb_table.deletion_protection_enabled"],
    judge: flag({
      off: dangerous("without deletion protection, one mistaken destroy deletes the table with every item"),
      on: safe("nobody can delete the table until this protection is turned off"),
    }),
    source: `${GUIDE}/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection`,
  },
  {
    rule: "table-recovery",
    at: [
      "aws_dynamodb_table.point_in_time_recovery.enabled",
      "aws_dynamodb_table.replica.point_in_time_recovery",
      "aws_dynamodb_table_replica.point_in_time_recovery",
    ],
    judge: flag({
      off: dangerous(
        "point-in-time recovery and its continuous backups end, so nothing that is overwritten or deleted can be restored; turned on again, recovery starts from that moment",
      ),
      on: safe("the table can be restored to any second from now on (point-in-time recovery)"),
    }),
    source: `${API}/API_PointInTimeRecoveryDescription.html`,
  },
  {
    rule: "table-recovery-period",
    at: ["aws_dynamodb_table.point_in_time_recovery.recovery_period_in_days"],
    judge: amount({
      unit: "days",
      absent: 35,
      special: { 0: { means: "35 days, the default", as: 35 } },
      lowered: dangerous(
        "backups that are older are lost: point-in-time recovery no longer undoes a mistake found later",
      ),
      raised: safe("point-in-time recovery reaches further back"),
    }),
    source: `${GUIDE}/PointInTimeRecovery_Howitworks.html`,
  },
  {
    rule: "table-ttl",
    at: ["aws_dynamodb_table.ttl.enabled"],
    judge: flag({
      on: attention("TTL deletes every item whose attribute has a time in the past, those written before included"),
      off: attention("TTL no longer deletes expired items, so they stay in the table and in what is paid for"),
    }),
    source: `${GUIDE}/howitworks-ttl.html`,
  },
  {
    rule: "table-ttl-attribute",
    at: ["aws_dynamodb_table.ttl.attribute_name"],
    judge: presence({
      changed: dangerous("TTL deletes items by another attribute: live items may expire, and expired ones may stay"),
    }),
    source: `${GUIDE}/howitworks-ttl.html`,
  },
  {
    rule: "table-encryption",
    at: ["aws_dynamodb_table.server_side_encryption.enabled"],
    judge: flag({
      off: dangerous("the encryption falls back to a key that AWS owns, whose use you can neither see nor forbid"),
      on: attention("callers need rights to the KMS key"),
    }),
    source: `${GUIDE}/encryption.howitworks.html`,
  },
  {
    rule: "table-key",
    at: ["aws_dynamodb_table.server_side_encryption.kms_key_arn", "aws_dynamodb_table.replica.kms_key_arn"],
    judge: presence({
      removed: dangerous("the encryption falls back from your KMS key to one of AWS's"),
      changed: attention("the table is encrypted anew, and callers need rights to the new KMS key"),
      added: attention("callers need rights to the KMS key"),
    }),
    source: `${GUIDE}/encryption.howitworks.html`,
  },
  {
    rule: "table-billing",
    at: ["aws_dynamodb_table.billing_mode"],
    judge: choice(
      {
        PROVISIONED: attention("requests above the provisioned capacity are throttled"),
        PAY_PER_REQUEST: attention("capacity follows the load, and so do the costs"),
      },
      { absent: "PROVISIONED" },
    ),
    source: `${GUIDE}/capacity-mode.html`,
  },
  {
    rule: "table-capacity",
    at: [
      "aws_dynamodb_table.read_capacity",
      "aws_dynamodb_table.write_capacity",
      "aws_dynamodb_table.global_secondary_index.read_capacity",
      "aws_dynamodb_table.global_secondary_index.write_capacity",
    ],
    judge: amount({
      special: { 0: { means: "on demand", as: Number.POSITIVE_INFINITY } },
      absent: 0,
      lowered: attention("requests above the capacity are throttled"),
      raised: safe("more requests pass before DynamoDB throttles, at a higher price"),
    }),
    source: `${GUIDE}/provisioned-capacity-mode.html`,
  },
  {
    rule: "table-throughput-limit",
    at: [
      "aws_dynamodb_table.on_demand_throughput.max_read_request_units",
      "aws_dynamodb_table.on_demand_throughput.max_write_request_units",
    ],
    judge: amount({
      absent: -1,
      special: NO_LIMIT,
      lowered: attention("requests above the limit are throttled"),
      raised: attention("a burst may cost more"),
    }),
    source: `${GUIDE}/on-demand-capacity-mode-max-throughput.html`,
  },
  {
    rule: "table-class",
    at: ["aws_dynamodb_table.table_class"],
    judge: choice({}, { other: attention("storage and requests have other prices"), absent: "STANDARD" }),
    source: `${GUIDE}/HowItWorks.TableClasses.html`,
  },
  {
    rule: "table-stream",
    at: ["aws_dynamodb_table.stream_enabled"],
    judge: flag({
      off: dangerous("whatever reads the stream (functions, pipes, replicas) sees no further change of an item"),
      on: safe("changes of items can be read from a stream"),
    }),
    source: `${GUIDE}/Streams.html`,
  },
  {
    rule: "table-stream-view",
    at: ["aws_dynamodb_table.stream_view_type"],
    judge: presence({
      changed: attention("readers of the stream get other parts of an item, from a new stream with a new ARN"),
    }),
    source: `${GUIDE}/Streams.html`,
  },
  {
    rule: "table-index",
    at: ["aws_dynamodb_table.global_secondary_index"],
    judge: presence({
      removed: dangerous("the index is deleted, and queries that name it fail"),
      added: safe("DynamoDB fills the new index from the table, which takes time and write units"),
    }),
    source: `${GUIDE}/GSI.html`,
  },
  {
    rule: "table-index-key",
    at: [
      "aws_dynamodb_table.global_secondary_index.hash_key",
      "aws_dynamodb_table.global_secondary_index.range_key",
      "aws_dynamodb_table.global_secondary_index.projection_type",
      "aws_dynamodb_table.global_secondary_index.non_key_attributes",
    ],
    judge: anyChange(
      dangerous("the index is deleted and built anew, and queries that name it fail until it is filled"),
    ),
    source: `${GUIDE}/GSI.OnlineOps.html`,
  },
  {
    rule: "table-attributes",
    at: ["aws_dynamodb_table.attribute"],
    judge: presence({
      added: safe("the type of a key is declared; no item changes"),
      removed: safe("the type of a key is no longer declared; no item changes"),
    }),
    source: `${GUIDE}/HowItWorks.CoreComponents.html`,
  },
  {
    rule: "table-replica",
    at: ["aws_dynamodb_table.replica"],
    judge: presence({
      removed: dangerous("the replica of the table in that Region is deleted, and callers there fail"),
      added: attention("the table is copied to another Region"),
    }),
    source: `${GUIDE}/GlobalTables.html`,
  },
];
