import { Readable } from "node:stream";

/**
 * The store for dynalite's actions, instead of its LevelDB: plain maps that answer synchronously. An action is complete
 * when its call returns, so nothing can come between two of its steps. A transaction therefore needs no locks: if one
 * of its parts is refused, a journal undoes its writes.
 */
export class MemoryStore implements dynalite.Store {
  readonly options = { createTableMs: 0, maxItemSize: 409_600 };
  readonly tableDb: MemoryCollection & { awsAccountId: string; awsRegion: string };
  private readonly collections = new Map<string, MemoryCollection>();
  private journal: Undo[] | undefined;

  constructor(accountId: string, region: string) {
    this.tableDb = Object.assign(this.collection("tables"), { awsAccountId: accountId, awsRegion: region });
  }

  getItemDb(tableName: string): MemoryCollection {
    return this.collection(`items of ${tableName}`);
  }

  getIndexDb(indexType: string, tableName: string, indexName: string): MemoryCollection {
    return this.collection(`${indexType.toLowerCase()} index ${indexName} of ${tableName}`);
  }

  /** Passes on the table's description or DynamoDB's refusal. `checkStatus` is optional, as in dynalite. */
  getTable(name: string, checkStatus: boolean | dynalite.Callback<object>, callback?: dynalite.Callback<object>): void {
    const done = typeof checkStatus === "function" ? checkStatus : callback;
    const table = this.tableDb.peek(name);
    done?.(table ? null : new TableNotFound(name), table);
  }

  /** Runs `work`, which returns whether to keep its writes. If not, or if it throws, all its writes are undone. */
  atomically(work: () => boolean): void {
    const journal: Undo[] = [];
    this.journal = journal;
    let stands = false;
    try {
      stands = work();
    } finally {
      this.journal = undefined;
      if (!stands) for (const undo of journal.reverse()) undo();
    }
  }

  private collection(name: string): MemoryCollection {
    const known = this.collections.get(name);
    if (known) return known;
    const made = new MemoryCollection((undo) => this.journal?.push(undo));
    this.collections.set(name, made);
    return made;
  }
}

type Undo = () => void;

/** One keyed collection of {@link MemoryStore}, ordered by key when read as a stream. */
export class MemoryCollection implements dynalite.Collection {
  private readonly entries = new Map<string, object>();
  private sortedKeys: string[] | undefined;

  constructor(private readonly journal: (undo: Undo) => void) {}

  peek(key: string): object | undefined {
    return this.entries.get(key);
  }

  get(key: string, callback: dynalite.Callback<object>): void {
    callback(null, this.entries.get(key));
  }

  put(key: string, value: object, callback: dynalite.Callback<undefined>): void {
    this.write(key, value);
    callback(null);
  }

  del(key: string, callback: dynalite.Callback<undefined>): void {
    this.write(key, undefined);
    callback(null);
  }

  /** Every action ends before another one starts, so there is nothing to wait for. */
  lock(_key: string, work: (release: <Done>(done: Done) => Done) => void): void {
    work((done) => done);
  }

  createKeyStream(range: dynalite.Range = {}): Readable {
    return Readable.from(this.keysIn(range));
  }

  createValueStream(range: dynalite.Range = {}): Readable {
    // A snapshot: writes during the read do not appear in the stream.
    return Readable.from(this.keysIn(range).flatMap((key) => this.entries.get(key) ?? []));
  }

  private write(key: string, value: object | undefined): void {
    const before = this.entries.get(key);
    this.journal(() => this.set(key, before));
    this.set(key, value);
  }

  private set(key: string, value: object | undefined): void {
    if (this.entries.has(key) !== (value !== undefined)) this.sortedKeys = undefined;
    if (value === undefined) this.entries.delete(key);
    else this.entries.set(key, value);
  }

  private keysIn({ gt, gte, lt, lte, reverse = false, limit = -1 }: dynalite.Range): string[] {
    this.sortedKeys ??= [...this.entries.keys()].sort();
    const keys = this.sortedKeys.filter(
      (key) =>
        (gt === undefined || key > gt) &&
        (gte === undefined || key >= gte) &&
        (lt === undefined || key < lt) &&
        (lte === undefined || key <= lte),
    );
    if (reverse) keys.reverse();
    return limit < 0 ? keys : keys.slice(0, limit);
  }
}

/** The error in the shape of dynalite's own. */
class TableNotFound extends Error {
  readonly statusCode = 400;
  readonly body: object;

  constructor(name: string) {
    super(`Table ${name} not found`);
    this.body = {
      __type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
      message: `Requested resource not found: Table: ${name} not found`,
    };
  }
}
