import { isObject, objectsOf } from "../../../../asl/states";
import type { Access } from "../../key-use";
import type { Call } from "../call";
import type { Need } from "../need";
import type { Resource } from "../resource";
import type { Integration, Integrations } from "./integration";

/** The action that each part of a transaction needs. The transaction itself needs none. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const WRITES = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
} as const;
const READS = { Get: "GetItem" } as const;

export const dynamodb: Integrations = {
  getItem: onTable("GetItem", "read"),
  putItem: onTable("PutItem", "write"),
  updateItem: onTable("UpdateItem", "write"),
  deleteItem: onTable("DeleteItem", "write"),
  query: onTableOrIndex("Query"),
  scan: onTableOrIndex("Scan"),
  transactGetItems: inTransaction(READS, "read"),
  transactWriteItems: inTransaction(WRITES, "write"),
};

function onTable(action: string, access: Access): Integration {
  return (call) => call.resources("TableName").map((on) => ({ actions: [action], on, access }));
}

/** Reading an index needs no right on its table. */
function onTableOrIndex(action: string): Integration {
  return (call) => {
    if (call.isMadeAtRunTime("IndexName")) {
      throw call.refusal("IndexName is made at run time, so it could be any index", "Write the index's name");
    }
    const index = call.textOfArn("IndexName");
    return call.resources("TableName").map((table) => ({
      actions: [action],
      on: index === undefined ? table : indexOf(table, index),
      access: "read",
    }));
  };
}

function indexOf(table: Resource, index: string): Resource {
  return { ...table, arn: `${table.arn}/index/${index}` };
}

function inTransaction(kinds: Readonly<Record<string, string>>, access: Access): Integration {
  return (call) => {
    const items = objectsOf(call.value("TransactItems"));
    if (items.length === 0) {
      throw call.refusal(
        "TransactItems is made at run time or missing, so its items could be of any kind",
        "Write each item in the definition; values within may be made at run time",
      );
    }
    return items.flatMap((item) => partsOf(call, item, kinds, access));
  };
}

function partsOf(call: Call, item: object, kinds: Readonly<Record<string, string>>, access: Access): Need[] {
  return Object.entries(item).flatMap(([kind, part]) => {
    const action = kinds[kind];
    if (action === undefined || !isObject(part)) {
      throw call.refusal(
        `An item of the transaction is of the kind ${kind}, expected ${Object.keys(kinds).join(", ")}`,
        "Correct the item",
      );
    }
    return call
      .part(part)
      .resources("TableName")
      .map((on): Need => ({ actions: [action], on, access }));
  });
}
