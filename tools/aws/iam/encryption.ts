import { fieldOf, type JsonValue, textOf } from "../../support/json";
import type { Resource } from "../deployment";
import { contextKey, KEY_USES, type KeyUse, type KeyUseName } from "./key-uses";
import type { AccessRequest } from "./request";

export interface EncryptionSource {
  readonly region: string;
  readonly accountId: string;
  resources(type: string): readonly Resource[];
}

/** The attributes in which each type of resource has its key. */
const KEY_OF: Readonly<Record<string, (attributes: Resource["attributes"]) => string | undefined>> = {
  aws_dynamodb_table: ({ server_side_encryption }) => textOf(block(server_side_encryption), "kms_key_arn"),
  aws_sqs_queue: (attributes) => textOf(attributes, "kms_master_key_id"),
  aws_sns_topic: (attributes) => textOf(attributes, "kms_master_key_id"),
  aws_secretsmanager_secret: (attributes) => textOf(attributes, "kms_key_id"),
  aws_cloudwatch_event_bus: (attributes) => textOf(attributes, "kms_key_identifier"),
  aws_lambda_function: (attributes) => textOf(attributes, "kms_key_arn"),
  aws_scheduler_schedule: (attributes) => textOf(attributes, "kms_key_arn"),
};

/** The keys of resources and the rights that their use needs. Without a customer managed key, it needs none. */
export class Encryption {
  private readonly keys = new Map<string, string>();

  constructor(private readonly source: EncryptionSource) {
    for (const [type, keyOf] of Object.entries(KEY_OF)) {
      for (const { attributes } of source.resources(type)) this.keep(textOf(attributes, "arn"), keyOf(attributes));
    }
    for (const { attributes } of source.resources("aws_s3_bucket_server_side_encryption_configuration")) {
      const defaults = block(fieldOf(block(attributes.rule), "apply_server_side_encryption_by_default"));
      this.keep(`arn:aws:s3:::${attributes.bucket}`, textOf(defaults, "kms_master_key_id"));
    }
  }

  /** The requests to KMS for this use of the resource; none without a customer managed key. */
  uses(arn: string, name: KeyUseName): AccessRequest[] {
    const key = this.keys.get(arn);
    if (key === undefined) return [];
    const use: KeyUse = KEY_USES[name];
    const { region, accountId } = this.source;
    const values = { arn, name: arn.replace(/.*[:/]/, ""), account: accountId };
    const context = Object.fromEntries(
      Object.entries(use.context).map(([each, value]) => [contextKey(each), values[value]]),
    );
    if (use.by === "caller") context["kms:viaservice"] = `${use.service}.${region}.amazonaws.com`;
    return use.actions.map((action) => ({ action: `kms:${action}`, resource: key, context }));
  }

  private keep(arn: string | undefined, key: string | undefined): void {
    if (arn !== undefined && key?.startsWith("arn:")) this.keys.set(arn, key);
  }
}

/** A block that occurs once may also be a list of one. */
function block(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) ? value[0] : value;
}
