import batchGetItem from "dynalite/actions/batchGetItem";
import batchWriteItem from "dynalite/actions/batchWriteItem";
import createTable from "dynalite/actions/createTable";
import deleteItem from "dynalite/actions/deleteItem";
import describeTable from "dynalite/actions/describeTable";
import getItem from "dynalite/actions/getItem";
import listTables from "dynalite/actions/listTables";
import putItem from "dynalite/actions/putItem";
import query from "dynalite/actions/query";
import scan from "dynalite/actions/scan";
import updateItem from "dynalite/actions/updateItem";
import { checkTypes, checkValidations } from "dynalite/validations";
import batchGetItemRules from "dynalite/validations/batchGetItem";
import batchWriteItemRules from "dynalite/validations/batchWriteItem";
import createTableRules from "dynalite/validations/createTable";
import deleteItemRules from "dynalite/validations/deleteItem";
import describeTableRules from "dynalite/validations/describeTable";
import getItemRules from "dynalite/validations/getItem";
import listTablesRules from "dynalite/validations/listTables";
import putItemRules from "dynalite/validations/putItem";
import queryRules from "dynalite/validations/query";
import scanRules from "dynalite/validations/scan";
import updateItemRules from "dynalite/validations/updateItem";
import type { JsonObject } from "../../../support/json";
import { AwsError, notServed } from "../../aws";
import { plainJson } from "./plain-json";
import type { MemoryStore } from "./store";

const actions = new Map([
  ["BatchGetItem", { act: batchGetItem, rules: batchGetItemRules }],
  ["BatchWriteItem", { act: batchWriteItem, rules: batchWriteItemRules }],
  ["CreateTable", { act: createTable, rules: createTableRules }],
  ["DeleteItem", { act: deleteItem, rules: deleteItemRules }],
  ["DescribeTable", { act: describeTable, rules: describeTableRules }],
  ["GetItem", { act: getItem, rules: getItemRules }],
  ["ListTables", { act: listTables, rules: listTablesRules }],
  ["PutItem", { act: putItem, rules: putItemRules }],
  ["Query", { act: query, rules: queryRules }],
  ["Scan", { act: scan, rules: scanRules }],
  ["UpdateItem", { act: updateItem, rules: updateItemRules }],
]);

/** A request that dynalite has validated, with its expressions parsed. */
export interface CheckedRequest {
  /** The input in dynalite's parsed form. */
  readonly data: object;
  /**
   * Executes the request. An action on one item has called back when this returns; a streaming one (Query, Scan) calls
   * back later. DynamoDB's refusals arrive as an {@link AwsError}.
   */
  run(callback: (error: unknown, result: JsonObject) => void): void;
}

/**
 * Validates a request as DynamoDB does before it accesses a table. Throws DynamoDB's error, such as
 * ValidationException.
 */
export function check(store: MemoryStore, action: string, input: JsonObject): CheckedRequest {
  const known = actions.get(action);
  if (!known) throw notServed("dynamodb", action);
  const { act, rules } = known;
  const data = parsed(input, rules, store);
  return {
    data,
    run(callback) {
      act(store, data, (error, result) => {
        if (error) callback(asAwsError(error), {});
        else callback(undefined, plainJson(result ?? {}));
      });
    },
  };
}

/** Validates and executes one action. */
export function perform(store: MemoryStore, action: string, input: JsonObject): Promise<JsonObject> {
  return new Promise((resolve, reject) => {
    check(store, action, input).run((error, result) => (error ? reject(error) : resolve(result)));
  });
}

function parsed(input: JsonObject, rules: { types: object; custom?: unknown }, store: MemoryStore): object {
  try {
    // A copy, because dynalite removes unknown fields from its input.
    const data = checkTypes({ ...input }, rules.types);
    checkValidations(data, rules.types, rules.custom, store);
    return data;
  } catch (error) {
    throw asAwsError(error);
  }
}

/** dynalite's refusals have DynamoDB's error body. Any other error is a bug of this program and is left unchanged. */
export function asAwsError(error: unknown): unknown {
  if (!(error instanceof Error) || !("body" in error) || !isErrorBody(error.body)) return error;
  const { __type, message, Message } = error.body;
  return new AwsError(__type.slice(__type.indexOf("#") + 1), message ?? Message ?? "");
}

interface ErrorBody {
  __type: string;
  message?: string;
  Message?: string;
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && "__type" in body && typeof body.__type === "string";
}
