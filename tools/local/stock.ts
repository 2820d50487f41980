import { readFileSync } from "node:fs";
import { z } from "zod";
import { StartError } from "../support/start-error";

/** Initial units of a sku that is not in the stock file. */
const DEFAULT_UNITS = 1_000_000;

const stockFile = z.record(z.string(), z.int().min(0).max(1_000_000_000));

/** The initial stock. Remembers each sku that was asked for, for the check of stock conservation. */
export class Stock {
  private readonly given = new Map<string, number>();

  constructor(private readonly named: ReadonlyMap<string, number>) {}

  /** Units on hand before the first order, by sku, for every sku that an order touched. */
  get initial(): ReadonlyMap<string, number> {
    return this.given;
  }

  /** The units that the table's record of the sku starts with. */
  readonly seed = (sku: string): number => {
    const units = this.named.get(sku) ?? DEFAULT_UNITS;
    this.given.set(sku, units);
    return units;
  };
}

/** Reads a stock file, `{ sku: units }`. Throws a {@link StartError} if it is invalid. */
export function readStock(file: string): ReadonlyMap<string, number> {
  const parsed = stockFile.safeParse(parse(file));
  if (parsed.success) return new Map(Object.entries(parsed.data));
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  throw new StartError(
    `${file}: expected { sku: units } with whole numbers from 0 to 1,000,000,000: ${place}${issue?.message}.`,
  );
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `not JSON: ${error.message}` : "no such file, or not readable";
    throw new StartError(`${file}: ${reason}.`, { cause: error });
  }
}
