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

/** Checks a parsed order against every rule. All that is wrong goes to `problems`; if anything is, there is no order. */
export function checkOrder(value: unknown, problems: Problems): CheckedOrder | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.add([], expecting("an order, a JSON object")({ input: value }));
    return undefined;
  }
  const { items, ...rest }: { items?: unknown } = value;
  const head = orderHeadSchema.safeParse(rest);
  if (!head.success) problems.addIssues([], head.error);

  const fingerprint = new Fingerprint();
  const checked = new OrderLines(problems);
  const lines: OrderLine[] = [];
  if (Array.isArray(items)) {
    for (const item of items) {
      const line = checked.add(item);
      if (!line) continue;
      lines.push(line);
      fingerprint.addLine(line);
    }
    checked.finish();
  } else {
    problems.add(["items"], expecting("an array of order lines")({ input: items }));
  }
  if (!head.success || problems.count > 0) return undefined;
  return { head: head.data, lines, totalAmount: checked.totalAmount, fingerprint: fingerprint.finish(head.data) };
}
