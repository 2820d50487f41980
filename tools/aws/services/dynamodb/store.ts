import { Readable } from "node:stream";

/**
 * The store that dynalite's actions work on, in place of its LevelDB: plain maps that answer before they return. So an
 * action is done when its call returns, nothing can come between two steps of it, and a transaction needs no locks:
 * what it wrote is undone from a journal when one of its parts is refused.
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

  /** Hands the table's description on, or DynamoDB's refusal. `checkStatus` may be left out, as dynalite does. */
  getTable(name: string, checkStatus: boolean | dynalite.Callback<object>, callback?: dynalite.Callback<object>): void {
    const done = typeof checkStatus === "function" ? checkStatus : callback;
    const table = this.tableDb.peek(name);
    done?.(table ? null : new TableNotFound(name), table);
  }

  /** Runs `work`, which tells whether what it wrote shall stand; if not, or if it throws, nothing of it remains. */
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

/** One keyed collection of {@link MemoryStore}, ordered by key where it is read as a stream. */
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
    // The values of this moment: what is written while the stream is read does not show in it.
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

/** In the shape in which dynalite's own code raises it. */
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
