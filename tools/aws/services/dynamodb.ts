import { isObject, type JsonObject, type JsonValue } from "../../support/json";
import { AwsError, type AwsService } from "../aws";
import type { Deployment, Resource } from "../deployment";
import { check, perform } from "./dynamodb/engine";
import { keyOf, storedAt } from "./dynamodb/keys";
import { plainJson } from "./dynamodb/plain-json";
import { MemoryStore } from "./dynamodb/store";
import { createTableInput, timeToLiveOf } from "./dynamodb/tables";
import { WriteTransactions } from "./dynamodb/transactions";
import { requiredText } from "./required-text";

/**
 * Makes the item to create if none exists before a key is updated or checked in a transaction; undefined creates none.
 * The item's key must be `key`.
 */
export type BeforeTouch = (tableName: string, key: JsonObject) => JsonObject | undefined;

const WRITES = new Set(["TransactWriteItems", "UpdateItem", "PutItem", "DeleteItem", "BatchWriteItem"]);

/**
 * DynamoDB with the tables of the deployment, in this process's memory. dynalite's own modules check, parse and execute
 * requests. Added here are the parts that dynalite lacks: transactions, the item of a failed condition, TTL
 * descriptions.
 */
export class DynamoDb implements AwsService {
  readonly service = "dynamodb";
  private readonly store: MemoryStore;
  private readonly transactions: WriteTransactions;
  private readonly timeToLive = new Map<string, JsonObject>();
  private written = 0;

  private constructor(
    accountId: string,
    region: string,
    private readonly beforeTouch: BeforeTouch,
  ) {
    this.store = new MemoryStore(accountId, region);
    this.transactions = new WriteTransactions(this.store, (tableName, key) => this.prepare(tableName, key));
  }

  static async start(deployment: Deployment, beforeTouch: BeforeTouch = () => undefined): Promise<DynamoDb> {
    const dynamoDb = new DynamoDb(deployment.accountId, deployment.region, beforeTouch);
    for (const table of deployment.resources("aws_dynamodb_table")) await dynamoDb.create(table);
    return dynamoDb;
  }

  /** The number of requested writes so far, a sign of activity. */
  get writes(): number {
    return this.written;
  }

  async call(action: string, input: JsonObject): Promise<JsonObject> {
    if (WRITES.has(action)) this.written += 1;
    switch (action) {
      case "TransactWriteItems":
        return this.transactions.write(input);
      case "TransactGetItems":
        return this.transactGet(input);
      case "DescribeTimeToLive":
        return this.describeTimeToLive(input);
      case "UpdateItem":
        if (isObject(input.Key)) this.prepare(String(input.TableName), input.Key);
        return this.performConditional(action, input);
      case "PutItem":
      case "DeleteItem":
        return this.performConditional(action, input);
      default:
        return perform(this.store, action, input);
    }
  }

  private async create(table: Resource): Promise<void> {
    const input = createTableInput(table);
    await perform(this.store, "CreateTable", input);
    this.timeToLive.set(requiredText(input, "TableName"), timeToLiveOf(table));
    // dynalite makes a table ACTIVE in a zero-length timer.
    await new Promise((resolve) => setTimeout(resolve, this.store.options.createTableMs));
  }

  /** Returns the item of a failed condition if the caller asked for it. dynalite does not have this option. */
  private async performConditional(action: string, input: JsonObject): Promise<JsonObject> {
    const { ReturnValuesOnConditionCheckFailure: returned, ...rest } = input;
    try {
      return await perform(this.store, action, rest);
    } catch (error) {
      const wantsItem = returned === "ALL_OLD" && error instanceof AwsError;
      if (!wantsItem || error.code !== "ConditionalCheckFailedException") throw error;
      const item = this.find(requiredText(input, "TableName"), action === "PutItem" ? input.Item : input.Key);
      throw new AwsError(error.code, error.message, error.statusCode, item ? { Item: plainJson(item) } : {});
    }
  }

  private async transactGet(input: JsonObject): Promise<JsonObject> {
    const items = input.TransactItems;
    const gets = Array.isArray(items) ? items.map((item) => (isObject(item) ? item.Get : undefined)) : [];
    if (gets.length < 1 || gets.length > 100) {
      throw new AwsError("ValidationException", `TransactItems must hold 1 to 100 Gets, but ${gets.length} came.`);
    }
    const responses = gets.map((get) => {
      if (!isObject(get)) throw new AwsError("ValidationException", "TransactItems can only contain Get");
      return perform(this.store, "GetItem", get);
    });
    // Every get is complete when its call returns, so no write comes between them.
    return { Responses: (await Promise.all(responses)).map(({ Item }) => (Item === undefined ? {} : { Item })) };
  }

  private async describeTimeToLive(input: JsonObject): Promise<JsonObject> {
    await perform(this.store, "DescribeTable", input);
    const known = this.timeToLive.get(requiredText(input, "TableName"));
    return { TimeToLiveDescription: known ?? { TimeToLiveStatus: "DISABLED" } };
  }

  private prepare(tableName: string, key: JsonObject): void {
    if (this.find(tableName, key)) return;
    const item = this.beforeTouch(tableName, key);
    if (!item) return;
    check(this.store, "PutItem", { TableName: tableName, Item: item }).run((error) => {
      if (error) throw error;
    });
  }

  private find(tableName: string, item: JsonValue | undefined): object | undefined {
    const table = this.store.tableDb.peek(tableName);
    if (!table || !isObject(item)) return undefined;
    const key = storedAt(table, keyOf(table, item));
    return key === undefined ? undefined : this.store.getItemDb(tableName).peek(key);
  }
}
