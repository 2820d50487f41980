// What tools/local uses of dynalite 4, which ships no types. Its modules are CommonJS functions over a `store`.

declare namespace dynalite {
  /** Null or undefined where all went well. A refusal of DynamoDB has `statusCode` and `body`. */
  type Callback<Result> = (error: unknown, result?: Result) => void;

  /** One keyed collection: the tables, the items of a table, or the entries of an index. */
  interface Collection {
    get(key: string, callback: Callback<object>): void;
    put(key: string, value: object, callback: Callback<undefined>): void;
    del(key: string, callback: Callback<undefined>): void;
    lock(key: string, work: (release: <Done>(done: Done) => Done) => void): void;
    createKeyStream(options?: Range): import("node:stream").Readable;
    createValueStream(options?: Range): import("node:stream").Readable;
  }

  interface Range {
    gt?: string;
    gte?: string;
    lt?: string;
    lte?: string;
    reverse?: boolean;
    /** Below zero: no limit. */
    limit?: number;
  }

  interface Store {
    options: { createTableMs: number; maxItemSize: number };
    tableDb: Collection & { awsAccountId: string; awsRegion: string };
    getItemDb(tableName: string): Collection;
    getIndexDb(indexType: string, tableName: string, indexName: string): Collection;
    getTable(name: string, checkStatus: boolean | Callback<object>, callback?: Callback<object>): void;
  }

  type Action = (store: Store, data: object, callback: Callback<object>) => void;
}

declare module "dynalite/validations" {
  /** A copy of `data` with the fields that `types` names only; throws a SerializationException. */
  export function checkTypes(data: object, types: object): object;
  /** Throws a ValidationException; adds the parsed expressions to `data`. */
  export function checkValidations(data: object, types: object, custom: unknown, store: dynalite.Store): void;
}

declare module "dynalite/validations/*" {
  const validation: { types: object; custom?: unknown };
  export default validation;
}

declare module "dynalite/actions/*" {
  const action: dynalite.Action;
  export default action;
}

declare module "dynalite/db" {
  /** The key that an item (or a key alone) is stored under. */
  export function createKey(item: object, table: object): string;
  /** The refusal of a key that does not fit the table's schema, if it does not. */
  export function validateKey(key: object, table: object): Error | undefined;
  /** The refusal of a condition that the item does not meet, if it does not. */
  export function checkConditional(data: object, item: object | undefined): Error | undefined;
}
