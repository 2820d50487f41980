import { createHash } from "node:crypto";
import { checkConditional } from "dynalite/db";
import { isObject, type JsonObject } from "../../../support/json";
import { AwsError } from "../../aws";
import { asAwsError, type CheckedRequest, check } from "./engine";
import { keyOf, storedAt } from "./keys";
import { plainJson } from "./plain-json";
import type { MemoryStore } from "./store";

/** As AWS: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const maxItems = 100;
const tokenLifeMs = 10 * 60 * 1000;

/** Called with the table and key of an item before it is updated or checked. */
export type Touch = (tableName: string, key: JsonObject) => void;

/**
 * TransactWriteItems, which dynalite lacks: all of its writes or none. Transactions never overlap here, so the reason
 * TransactionConflict does not occur.
 */
export class WriteTransactions {
  /** Fingerprints of the completed transactions' requests by token, oldest first. */
  private readonly done = new Map<string, { fingerprint: string; at: number }>();

  constructor(
    private readonly store: MemoryStore,
    private readonly touch: Touch,
    private readonly now: () => number = Date.now,
  ) {}

  write(input: JsonObject): JsonObject {
    const { ClientRequestToken: token, ...request } = input;
    const fingerprint = createHash("sha256").update(JSON.stringify(request)).digest("base64");
    if (typeof token === "string" && this.isReplay(token, fingerprint)) return {};

    const parts = partsOf(request).map((part) => checkPart(this.store, part));
    refuseSameItemTwice(parts);
    for (const part of parts) if (part.kind !== "Put") this.touch(part.tableName, part.key);
    writeAllOrNone(this.store, parts);

    if (typeof token === "string") this.done.set(token, { fingerprint, at: this.now() });
    return {};
  }

  private isReplay(token: string, fingerprint: string): boolean {
    for (const [old, { at }] of this.done) {
      if (at >= this.now() - tokenLifeMs) break;
      this.done.delete(old);
    }
    const known = this.done.get(token);
    if (known && known.fingerprint !== fingerprint) {
      throw new AwsError(
        "IdempotentParameterMismatchException",
        "A transaction with this ClientRequestToken was done with other parameters within the last 10 minutes.",
      );
    }
    return known !== undefined;
  }
}

const kinds = ["ConditionCheck", "Put", "Update", "Delete"] as const;
type Kind = (typeof kinds)[number];

function partsOf(request: JsonObject): { kind: Kind; input: JsonObject }[] {
  const items = request.TransactItems;
  if (!Array.isArray(items) || items.length < 1) {
    throw constraint("Member must have length greater than or equal to 1");
  }
  if (items.length > maxItems) throw constraint(`Member must have length less than or equal to ${maxItems}`);
  return items.map((item) => {
    const given = kinds.flatMap((kind) => {
      const input = isObject(item) ? item[kind] : undefined;
      return isObject(input) ? [{ kind, input }] : [];
    });
    const [part] = given;
    if (!part || given.length > 1) {
      throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
    }
    return part;
  });
}

function constraint(rule: string): AwsError {
  return invalid(`1 validation error detected: Value at 'transactItems' failed to satisfy constraint: ${rule}`);
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

interface Part {
  readonly kind: Kind;
  readonly tableName: string;
  readonly key: JsonObject;
  /** The storage key of the item; undefined if its key does not match the table. */
  readonly storedAt: string | undefined;
  readonly wantsOldItem: boolean;
  readonly request: CheckedRequest;
}

function checkPart(store: MemoryStore, { kind, input }: { kind: Kind; input: JsonObject }): Part {
  const { ReturnValuesOnConditionCheckFailure: returned, ...rest } = input;
  if (kind === "ConditionCheck" && typeof rest.ConditionExpression !== "string") {
    throw invalid("The expression can not be empty;");
  }
  // A check has the same fields as a delete, but is never executed as one.
  const action = { ConditionCheck: "DeleteItem", Put: "PutItem", Update: "UpdateItem", Delete: "DeleteItem" }[kind];
  const request = check(store, action, rest);
  const tableName = String(rest.TableName);
  const table = tableOf(store, tableName);
  const given = kind === "Put" ? rest.Item : rest.Key;
  const key = isObject(given) ? (kind === "Put" ? keyOf(table, given) : given) : {};
  return {
    kind,
    tableName,
    key,
    storedAt: storedAt(table, key),
    wantsOldItem: returned === "ALL_OLD",
    request,
  };
}

function tableOf(store: MemoryStore, name: string): object {
  const found: { table?: object } = {};
  store.getTable(name, (error, table) => {
    if (error) throw asAwsError(error);
    if (table) found.table = table;
  });
  if (!found.table) throw new Error(`The store did not answer at once about table ${name}.`);
  return found.table;
}

function refuseSameItemTwice(parts: Part[]): void {
  const seen = new Set<string>();
  for (const { tableName, storedAt } of parts) {
    if (storedAt === undefined) continue;
    const item = `${tableName} ${storedAt}`;
    if (seen.has(item)) throw invalid("Transaction request cannot include multiple operations on one item");
    seen.add(item);
  }
}

function writeAllOrNone(store: MemoryStore, parts: Part[]): void {
  let reasons: JsonObject[] = [];
  store.atomically(() => {
    // No item occurs twice, so each part sees its item as it was before the transaction.
    reasons = parts.map((part) => write(store, part));
    return reasons.every(({ Code }) => Code === "None");
  });
  const codes = reasons.map(({ Code }) => Code);
  if (codes.every((code) => code === "None")) return;
  throw new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
    400,
    { CancellationReasons: reasons },
  );
}

/** Executes one part. Returns the reason why it is refused, or `None`. */
function write(store: MemoryStore, part: Part): JsonObject {
  const before = part.storedAt === undefined ? undefined : store.getItemDb(part.tableName).peek(part.storedAt);
  let refusal: unknown;
  let isDone = false;
  const settle = (error: unknown) => {
    refusal = error;
    isDone = true;
  };
  if (part.kind === "ConditionCheck" && part.storedAt !== undefined) {
    settle(asAwsError(checkConditional(part.request.data, before)));
  } else {
    part.request.run(settle);
  }
  if (!isDone) throw new Error(`dynalite did not finish a ${part.kind} at once, so the transaction is not atomic.`);
  if (refusal == null) return { Code: "None" };
  if (!(refusal instanceof AwsError)) throw refusal;
  if (refusal.code === "ConditionalCheckFailedException") {
    const item = part.wantsOldItem && before ? { Item: plainJson(before) } : {};
    return { Code: "ConditionalCheckFailed", Message: refusal.message, ...item };
  }
  if (refusal.code === "ValidationException") return { Code: "ValidationError", Message: refusal.message };
  throw refusal;
}
