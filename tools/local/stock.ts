import { readFileSync } from "node:fs";
import { z } from "zod";
import { StartError } from "../support/start-error";

/** Units of a sku that the stock file does not name. */
const DEFAULT_UNITS = 1_000_000;

const stockFile = z.record(z.string(), z.int().min(0).max(1_000_000_000));

/** What each sku begins with. It keeps what was asked for, which the check of stock conservation needs. */
export class Stock {
  private readonly given = new Map<string, number>();

  constructor(private readonly named: ReadonlyMap<string, number>) {}

  /** Units on hand before the first order, by sku, of every sku that an order touched. */
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

/** Reads a stock file, `{ sku: units }`; what is wrong with it is a {@link StartError}. */
export function readStock(file: string): ReadonlyMap<string, number> {
  const parsed = stockFile.safeParse(parse(file));
  if (parsed.success) return new Map(Object.entries(parsed.data));
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  throw new StartError(`${file}: expected { sku: units }, units a whole number from 0: ${place}${issue?.message}.`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `not JSON: ${error.message}` : "no such file, or it cannot be read";
    throw new StartError(`${file}: ${reason}.`, { cause: error });
  }
}
