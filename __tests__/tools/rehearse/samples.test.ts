import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOrders } from "../../../tools/local/orders-file";
import { readStock } from "../../../tools/local/stock";
import { chooseSamples, SAMPLES, skusOf } from "../../../tools/rehearse/orders/samples";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "samples-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("leaves out only samples that take days, shortens only uploads with very many lines, and reports both", () => {
  const { orders, notes } = chooseSamples(folder);
  const all = readOrders(SAMPLES);
  const leftOut = all.filter(({ takesDays }) => takesDays);
  const others = all.filter(({ takesDays }) => !takesDays);
  const shortened = others.filter((order, index) => order.body !== orders[index]?.body);
  expect(orders.map(({ name }) => name)).toEqual(others.map(({ name }) => name));
  expect(shortened.map(({ body, upload }) => [upload, JSON.parse(body).items.length >= 2000])).toEqual(
    shortened.map(() => ["always", true]),
  );
  expect(notes.map((note) => note.split(": ")[0])).toEqual([...leftOut, ...shortened].map(({ name }) => name));
});

it("keeps a shortened order too large for the table, its wrong line last and its short line in it", () => {
  const { orders, stock } = chooseSamples(folder);
  const named = (name: string) => orders.find((order) => order.name === name)?.body ?? "";
  expect(JSON.stringify(JSON.parse(named("2,000 lines, uploaded")).items).length).toBeGreaterThan(32_768);
  expect(JSON.parse(named("upload with a wrong line")).items.at(-1).quantity).toBe(0);
  const [short] = [...readStock(stock)].filter(([sku]) => sku.startsWith("PART-")).map(([sku]) => sku);
  expect(named("2,500 lines, one short")).toContain(`"${short}"`);
  expect(named("2,000 lines, uploaded")).not.toContain(`"${short}"`);
});

it("gives the local run exactly the orders that it sends", () => {
  const { orders, file } = chooseSamples(folder);
  expect(readOrders(file)).toEqual(orders);
});

it("finds every sku that the orders ask for, and skips samples that are not orders", () => {
  const named = ["several problems", "not JSON", "not an order at all", "five lines"];
  const orders = readOrders(SAMPLES).filter(({ name = "" }) => named.includes(name));
  expect([...skusOf(orders)].sort()).toEqual([
    "COFFEE-ESPRESSO-1KG",
    "FILTER-PAPER-100",
    "KETTLE-1.7L",
    "MUG-STONEWARE",
    "SPOON-MEASURE",
    "TRAY",
  ]);
});
