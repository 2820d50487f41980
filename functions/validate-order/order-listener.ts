import type { Problems } from "../shared/problems";
import type { JsonListener } from "./json-grammar";
import { type CheckedOrder, OrderCheck } from "./order-check";
import { deepest, repeatedField } from "./repeated-fields";

/** Fields of the largest object that is read; each object of an order has fewer than ten. */
const mostFields = 1000;

interface Level {
  /** The fields so far; undefined in an array. */
  readonly fields: Record<string, unknown> | undefined;
  fieldCount: number;
  /** The name or index of the current or next value; undefined before a name. */
  token: string | number | undefined;
}

/**
 * Assembles an order from the content of a JSON text. Lines are checked as they arrive and not kept with the rest. Of
 * other arrays, and of values that nest deeper than an order's fields, only the kind is kept, which is all that a
 * refusal needs.
 */
export class OrderListener implements JsonListener {
  /** Whether reading on is pointless. */
  isHopeless = false;
  private readonly check: OrderCheck;
  private readonly levels: Level[] = [];
  private readonly repeated = new Set<string>();
  /** How deep the text is beyond the levels. */
  private deeper = 0;
  private deepKind: "object" | "array" = "object";
  private head: Record<string, unknown> | undefined;
  private root: unknown;

  constructor(private readonly problems: Problems) {
    this.check = new OrderCheck(problems);
  }

  /** Where the text is, as the tokens of a JSON Pointer. */
  get path(): (string | number)[] {
    return this.levels.flatMap(({ token }) => (token === undefined ? [] : [token]));
  }

  /** A field of the order; undefined too if it occurs twice, because either could be meant. */
  field(name: string): unknown {
    return this.repeated.has(name) ? undefined : this.head?.[name];
  }

  /** The order, once the text has ended; undefined if anything was wrong. */
  finish(): CheckedOrder | undefined {
    return this.isHopeless ? undefined : this.check.finish(this.root);
  }

  open(container: "object" | "array"): void {
    if (this.levels.length === deepest) {
      if (this.deeper === 0) this.deepKind = container;
      this.deeper += 1;
      return;
    }
    // Without a prototype, so that a field named __proto__ is like any other.
    const fields: Record<string, unknown> | undefined = container === "object" ? Object.create(null) : undefined;
    if (this.levels.length === 0) this.head = fields;
    this.levels.push({ fields, fieldCount: 0, token: fields ? undefined : 0 });
  }

  close(): void {
    if (this.deeper > 0) {
      this.deeper -= 1;
      if (this.deeper === 0) this.put(this.deepKind === "object" ? {} : []);
      return;
    }
    this.put(this.levels.pop()?.fields ?? []);
  }

  name(text: string): void {
    const level = this.levels.at(-1);
    if (this.deeper > 0 || !level?.fields) return;
    level.token = text;
    if (Object.hasOwn(level.fields, text)) {
      this.problems.add(this.path, repeatedField);
      if (this.levels.length === 1) this.repeated.add(text);
    }
    level.fieldCount += 1;
    if (level.fieldCount > mostFields && !this.isHopeless) {
      this.problems.add(this.path.slice(0, -1), `Expected the fields of an order, got more than ${mostFields} fields.`);
      this.isHopeless = true;
    }
  }

  scalar(value: unknown): void {
    if (this.deeper === 0) this.put(value);
  }

  /** Puts a complete value where it belongs. */
  private put(value: unknown): void {
    const level = this.levels.at(-1);
    if (!level) {
      this.root = value;
    } else if (level.fields) {
      if (level.token !== undefined) level.fields[level.token] = value;
      level.token = undefined;
    } else {
      if (this.isInItems) this.check.addLine(value);
      if (typeof level.token === "number") level.token += 1;
    }
  }

  /** Whether the text is in the array of the order's lines, the first one if there are two. */
  private get isInItems(): boolean {
    return this.levels.length === 2 && this.levels[0]?.token === "items" && !this.repeated.has("items");
  }
}
