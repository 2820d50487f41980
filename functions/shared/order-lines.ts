import { lineLimits, type OrderLine, orderLineSchema, skuSchema } from "./order";
import type { Problems } from "./problems";

/**
 * Checks the lines of one order as they come, one at a time, so that a long order need not be in memory.
 * What is wrong goes to `problems`, at `/items/N`.
 */
export class OrderLines {
  private readonly lineOfSku = new Map<string, number>();
  private seen = 0;
  private total = 0;

  constructor(private readonly problems: Problems) {}

  /** How many lines came, wrong ones too. */
  get count(): number {
    return this.seen;
  }

  /** The order's total in minor units; exact when there was no problem. */
  get totalAmount(): number {
    return this.total;
  }

  /** Checks the next line; the line as a typed value, or undefined when the order cannot be valid any more. */
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

  /** To be called once after the last line: checks what only all lines together tell. */
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

  /** A line that is wrong in another field still takes its sku, so that all problems are found in one go. */
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

  /** Stops adding past the limit: up to there a sum of integers is exact, and one beyond it never rounds back. */
  private addToTotal({ quantity, unitPrice }: OrderLine): void {
    if (this.total <= Number.MAX_SAFE_INTEGER) this.total += quantity * unitPrice;
  }
}
