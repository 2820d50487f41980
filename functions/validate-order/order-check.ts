import { expecting } from "../shared/field-rules";
import { Fingerprint } from "../shared/fingerprint";
import { type OrderHead, type OrderLine, orderHeadSchema } from "../shared/order";
import { OrderLines } from "../shared/order-lines";
import type { Problems } from "../shared/problems";

export interface CheckedOrder {
  readonly head: OrderHead;
  readonly lines: readonly OrderLine[];
  /** In minor units of the order's currency. */
  readonly totalAmount: number;
  readonly fingerprint: string;
}

/** Checks an order against every rule, its lines one at a time. Adds everything that is wrong to `problems`. */
export class OrderCheck {
  private readonly fingerprint = new Fingerprint();
  private readonly checked: OrderLines;
  private readonly lines: OrderLine[] = [];

  constructor(private readonly problems: Problems) {
    this.checked = new OrderLines(problems);
  }

  addLine(value: unknown): void {
    const line = this.checked.add(value);
    if (!line) return;
    this.fingerprint.addLine(line);
    this.lines.push(line);
  }

  /**
   * The order, once all lines have been added; undefined if anything was wrong. `value` is the whole document. If its
   * `items` is an array, its content is not checked again.
   */
  finish(value: unknown): CheckedOrder | undefined {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.problems.add([], expecting("an order, a JSON object")({ input: value }));
      return undefined;
    }
    const { items, ...rest }: { items?: unknown } = value;
    const head = orderHeadSchema.safeParse(rest);
    if (!head.success) this.problems.addIssues([], head.error);
    if (Array.isArray(items)) this.checked.finish();
    else this.problems.add(["items"], expecting("an array of order lines")({ input: items }));
    if (!head.success || this.problems.count > 0) return undefined;
    const { totalAmount } = this.checked;
    return { head: head.data, lines: this.lines, totalAmount, fingerprint: this.fingerprint.finish(head.data) };
  }
}
