export interface GeneratedLines {
  readonly lines: number;
  /** Index, from 0, of one invalid line: its quantity is 0. */
  readonly wrongLine?: number | undefined;
}

/** Gives an order this many lines of one unit each, the same in every run, to keep sample files small. */
export function withLines(order: unknown, { lines, wrongLine }: GeneratedLines): object {
  const items = Array.from({ length: lines }, (_none, index) => ({
    sku: `PART-${String(index + 1).padStart(6, "0")}`,
    quantity: index === wrongLine ? 0 : 1,
    unitPrice: index % 10,
  }));
  return { ...(typeof order === "object" ? order : {}), items };
}
