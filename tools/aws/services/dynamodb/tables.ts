import { isObject, type JsonObject, type JsonValue } from "../../../support/json";
import type { Resource } from "../../deployment";

/** The CreateTable request for an `aws_dynamodb_table`, as far as it applies to a table in memory. */
export function createTableInput({ attributes }: Resource): JsonObject {
  const indexes = blocks(attributes.global_secondary_index).map((index) => ({
    IndexName: index.name ?? null,
    KeySchema: keySchema(index),
    Projection: {
      ProjectionType: index.projection_type ?? "ALL",
      ...(Array.isArray(index.non_key_attributes) ? { NonKeyAttributes: index.non_key_attributes } : {}),
    },
  }));
  return {
    TableName: attributes.name ?? null,
    // A table in memory has no capacity to provision.
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keySchema(attributes),
    AttributeDefinitions: blocks(attributes.attribute).map(({ name, type }) => ({
      AttributeName: name ?? null,
      AttributeType: type ?? null,
    })),
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
  };
}

/** The TimeToLiveDescription of an `aws_dynamodb_table`. A local run ends long before any item expires. */
export function timeToLiveOf({ attributes }: Resource): JsonObject {
  const [ttl] = blocks(attributes.ttl);
  const name = ttl?.attribute_name;
  if (typeof name !== "string" || name === "" || ttl?.enabled === false) return { TimeToLiveStatus: "DISABLED" };
  return { TimeToLiveStatus: "ENABLED", AttributeName: name };
}

function keySchema({ hash_key, range_key }: JsonObject): JsonObject[] {
  return [
    { AttributeName: hash_key ?? null, KeyType: "HASH" },
    ...(typeof range_key === "string" && range_key !== "" ? [{ AttributeName: range_key, KeyType: "RANGE" }] : []),
  ];
}

/** Terraform JSON writes a block that occurs once as an object, or as a list of one. */
function blocks(value: JsonValue | undefined): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}
