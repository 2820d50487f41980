import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { type OrderToSend, readOrders } from "../../local/orders-file";
import { readStock } from "../../local/stock";
import { parseJson } from "../../support/json";

const EXAMPLES = resolve(__dirname, "../../../examples");

export const SAMPLES = join(EXAMPLES, "orders.jsonl");

/** Samples with very many lines are shortened by this factor. Their lines must still be too many for the table. */
const SHORTER = 2.8;

export interface Samples {
  readonly orders: readonly OrderToSend[];
  /** The files with exactly these orders and their stock, for the local run. */
  readonly file: string;
  readonly stock: string;
  /** How these differ from the project's samples, and why. */
  readonly notes: readonly string[];
}

const sample = z.looseObject({
  name: z.string(),
  takesDays: z.boolean().optional(),
  upload: z.boolean().optional(),
  generate: z.looseObject({ lines: z.int(), wrongLine: z.int().optional() }).optional(),
});

type Sample = z.infer<typeof sample>;

/** The project's samples, without those that cannot be rehearsed. Those with very many lines are shortened. */
export function chooseSamples(folder: string): Samples {
  const all = readFileSync(SAMPLES, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => sample.parse(JSON.parse(line)));
  const [file, stock] = [join(folder, "orders.jsonl"), join(folder, "stock.json")];
  const chosen = all.filter(({ takesDays }) => !takesDays).map(shortened);
  writeFileSync(file, `${chosen.map((it) => JSON.stringify(it)).join("\n")}\n`);
  writeFileSync(stock, JSON.stringify(stockOfShortened()));
  return {
    file,
    stock,
    orders: readOrders(file),
    notes: [
      ...all
        .filter(({ takesDays }) => takesDays)
        .map(({ name }) => `${name}: left out, because it takes days to end and moto's clock is not compressed`),
      ...chosen
        .filter((it) => !all.includes(it))
        .map(({ name, generate }) => `${name}: ${generate?.lines} lines, because moto is slow on each line`),
    ],
  };
}

/** Generated lines are numbered, and the stock file names one of them: a shortened order must still include that line. */
function shortened(it: Sample): Sample {
  if (!it.upload || it.generate === undefined) return it;
  const { lines, wrongLine } = it.generate;
  const generate = {
    lines: shorter(lines),
    ...(wrongLine === undefined ? {} : { wrongLine: shorter(wrongLine + 1) - 1 }),
  };
  return { ...it, generate };
}

function stockOfShortened(): Record<string, number> {
  return Object.fromEntries(
    [...readStock(join(EXAMPLES, "stock.json"))].map(([sku, units]) => {
      const [, number] = /^PART-(\d+)$/.exec(sku) ?? [];
      return [
        number === undefined ? sku : `PART-${String(shorter(Number(number))).padStart(number.length, "0")}`,
        units,
      ];
    }),
  );
}

const shorter = (number: number) => Math.ceil(number / SHORTER);

const ordered = z.object({ items: z.array(z.object({ sku: z.string() })) });

/** Every sku that these orders ask for. */
export function skusOf(orders: readonly OrderToSend[]): ReadonlySet<string> {
  const skus = orders.flatMap(({ body }) => {
    // A sample may be invalid JSON on purpose.
    const parsed = ordered.safeParse(parseJson(body));
    return parsed.success ? parsed.data.items.map(({ sku }) => sku) : [];
  });
  return new Set(skus);
}
