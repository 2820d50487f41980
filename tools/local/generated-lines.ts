export interface GeneratedLines {
  readonly lines: number;
  /** Of these, counted from 0, the one that no order may have: its quantity is 0. */
  readonly wrongLine?: number | undefined;
}

/** The order with so many lines of one unit each, all the same in every run: what would make a sample file of megabytes. */
export function withLines(order: unknown, { lines, wrongLine }: GeneratedLines): object {
  const items = Array.from({ length: lines }, (_none, index) => ({
    sku: `PART-${String(index + 1).padStart(6, "0")}`,
    quantity: index === wrongLine ? 0 : 1,
    unitPrice: index % 10,
  }));
  return { ...(typeof order === "object" ? order : {}), items };
}
