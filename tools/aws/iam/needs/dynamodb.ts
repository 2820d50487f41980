import { isObject, type JsonObject, type JsonValue } from "../../../support/json";
import type { AccessRequest } from "../request";
import type { Needs, Surroundings } from "./needs";

const ITEM_ACTIONS = new Set(["GetItem", "PutItem", "UpdateItem", "DeleteItem"]);
const TABLE_ACTIONS = new Set(["DescribeTable", "DescribeTimeToLive"]);
/** A transaction needs the rights that its parts would need alone. A condition check has its own action. */
const PARTS: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  Get: "GetItem",
  ConditionCheck: "ConditionCheckItem",
};

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * With a customer managed key, DynamoDB asks KMS again if it has not decrypted the table's key for five minutes:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
 */
export const dynamodbNeeds: Needs = (action, input, around) => {
  if (action === "ListTables") return [{ action: "dynamodb:ListTables", resource: "*" }];
  if (TABLE_ACTIONS.has(action)) return [onTable(action, input.TableName, around)];
  if (ITEM_ACTIONS.has(action)) return withKey([onTable(action, input.TableName, around)], around);
  if (action === "Query" || action === "Scan") return withKey([onTableOrIndex(action, input, around)], around);
  if (action === "BatchGetItem" || action === "BatchWriteItem") {
    const tables = isObject(input.RequestItems) ? Object.keys(input.RequestItems) : [];
    return withKey(
      tables.map((table) => onTable(action, table, around)),
      around,
    );
  }
  if (action === "TransactWriteItems" || action === "TransactGetItems") {
    return withKey(distinct(partsOf(action, input, around)), around);
  }
  return undefined;
};

function partsOf(action: string, input: JsonObject, around: Surroundings): AccessRequest[] {
  const items = Array.isArray(input.TransactItems) ? input.TransactItems : [];
  return items.filter(isObject).flatMap((item) =>
    Object.entries(item).flatMap(([kind, part]) => {
      const single = PARTS[kind];
      if (single === undefined || !isObject(part)) return [];
      return [{ ...onTable(single, part.TableName, around), context: { "dynamodb:enclosingoperation": action } }];
    }),
  );
}

function onTableOrIndex(action: string, { TableName, IndexName }: JsonObject, around: Surroundings): AccessRequest {
  const table = onTable(action, TableName, around);
  return typeof IndexName === "string" ? { ...table, resource: `${table.resource}/index/${IndexName}` } : table;
}

function onTable(action: string, name: JsonValue | undefined, { region, accountId }: Surroundings): AccessRequest {
  const resource = String(name).startsWith("arn:")
    ? String(name)
    : `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
  return { action: `dynamodb:${action}`, resource };
}

/** An index is encrypted with the key of its table. */
function withKey(requests: readonly AccessRequest[], { encryption }: Surroundings): AccessRequest[] {
  const tables = new Set(requests.map(({ resource }) => resource.split("/index/", 1).join("")));
  return [...requests, ...[...tables].flatMap((table) => encryption.uses(table, "dynamodb:access"))];
}

function distinct(requests: readonly AccessRequest[]): AccessRequest[] {
  return [...new Map(requests.map((request) => [`${request.action} ${request.resource}`, request])).values()];
}
