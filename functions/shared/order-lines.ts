import { lineLimits, type OrderLine, orderLineSchema, skuSchema } from "./order";
import type { Problems } from "./problems";

/**
 * Checks the lines of one order as they arrive, one at a time, so that a long order need not be in memory.
 * Adds what is wrong to `problems`, at `/items/N`.
 */
export class OrderLines {
  private readonly lineOfSku = new Map<string, number>();
  private seen = 0;
  private total = 0;

  constructor(private readonly problems: Problems) {}

  /** How many lines were received, including wrong ones. */
  get count(): number {
    return this.seen;
  }

  /** The order's total in minor units; exact if there was no problem. */
  get totalAmount(): number {
    return this.total;
  }

  /** Checks the next line. Returns it as a typed value, or undefined when the order can no longer be valid. */
  add(value: unknown): OrderLine | undefined {
    const index = this.seen++;
    if (index >= lineLimits.most) return undefined;
    this.refuseRepeatedSku(value, index);
    const line = orderLineSchema.safeParse(value);
    if (!line.success) {
      this.problems.addIssues(["items", index], line.error);
      return undefined;
    }
    this.addToTotal(line.data);
    return line.data;
  }

  /** Call once after the last line: checks what only all lines together show. */
  finish(): void {
    if (this.seen < lineLimits.least || this.seen > lineLimits.most) {
      const { least, most } = lineLimits;
      this.problems.add(["items"], `Expected ${least} to ${most} lines, got ${this.seen}.`);
    }
    if (this.total > Number.MAX_SAFE_INTEGER) {
      this.problems.add(
        ["items"],
        `Expected a total of at most ${Number.MAX_SAFE_INTEGER} (2^53 - 1) minor units, got more. Split the order.`,
      );
    }
  }

  /** A line that is wrong in another field still claims its sku, so that all problems are found at once. */
  private refuseRepeatedSku(value: unknown, index: number): void {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, "sku") || !("sku" in value)) return;
    const sku = skuSchema.safeParse(value.sku);
    if (!sku.success) return;
    const first = this.lineOfSku.get(sku.data);
    if (first === undefined) this.lineOfSku.set(sku.data, index);
    else {
      const message = `Expected each sku once, but /items/${first} has this one too. Add up the quantities there.`;
      this.problems.add(["items", index, "sku"], message);
    }
  }

  /** Stops adding past the limit. A sum of integers is exact up to it, and one beyond it never rounds back. */
  private addToTotal({ quantity, unitPrice }: OrderLine): void {
    if (this.total <= Number.MAX_SAFE_INTEGER) this.total += quantity * unitPrice;
  }
}
