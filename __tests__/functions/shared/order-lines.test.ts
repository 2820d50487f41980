import { OrderLines } from "../../../functions/shared/order-lines";
import { Problems } from "../../../functions/shared/problems";
import { line } from "../support/orders";

/** The problems of an order of these lines, and its total. */
function check(lines: Iterable<unknown>) {
  const problems = new Problems();
  const checked = new OrderLines(problems);
  for (const one of lines) checked.add(one);
  checked.finish();
  return { problems: problems.listed, totalAmount: checked.totalAmount, count: checked.count };
}

function* distinctLines(count: number, changes: Record<string, unknown> = {}) {
  for (let i = 0; i < count; i++) yield line({ sku: `sku-${i}`, ...changes });
}

describe("the lines of an order", () => {
  it("are counted and summed up", () => {
    const lines = [line({ sku: "a", quantity: 3, unitPrice: 250 }), line({ sku: "b", quantity: 1, unitPrice: 1 })];
    expect(check(lines)).toEqual({ problems: [], totalAmount: 751, count: 2 });
  });

  it("are 1 to 100,000", () => {
    expect(check([]).problems).toEqual([{ path: "/items", message: "Expected 1 to 100000 lines, got 0." }]);
    expect(check(distinctLines(1)).problems).toEqual([]);
    expect(check(distinctLines(100_000)).problems).toEqual([]);
    expect(check(distinctLines(100_001)).problems).toEqual([
      { path: "/items", message: "Expected 1 to 100000 lines, got 100001." },
    ]);
  });

  it("are no longer checked past the 100,000th", () => {
    const paths = (last: number) => check([...distinctLines(last), null, null]).problems.map(({ path }) => path);
    expect(paths(99_999)).toEqual(["/items/99999", "/items"]);
    expect(paths(100_000)).toEqual(["/items"]);
  });

  it("have each sku once; every later one is a problem that names the first", () => {
    const lines = [line({ sku: "a" }), line({ sku: "b" }), line({ sku: "a" }), line({ sku: "a" })];
    const message = "Expected each sku once, but /items/0 has this one too. Add up the quantities there.";
    expect(check(lines).problems).toEqual([
      { path: "/items/2/sku", message },
      { path: "/items/3/sku", message },
    ]);
  });

  it("have each sku once, even where a line is wrong in another field", () => {
    const paths = check([line({ quantity: 0 }), line({ quantity: 0 })]).problems.map(({ path }) => path);
    expect(paths).toEqual(["/items/0/quantity", "/items/1/sku", "/items/1/quantity"]);
  });

  it("distinguish skus by case", () => {
    expect(check([line({ sku: "a" }), line({ sku: "A" })]).problems).toEqual([]);
  });

  it("total at most 2^53 - 1", () => {
    // 9007 lines of 10^12 and the rest of 2^53 - 1 in three lines.
    const big = [...distinctLines(9007, { quantity: 10_000, unitPrice: 100_000_000 })];
    const rest = [
      line({ sku: "r1", quantity: 10_000, unitPrice: 19_925_474 }),
      line({ sku: "r2", quantity: 1, unitPrice: 991 }),
    ];
    const atLimit = check([...big, ...rest]);
    expect(atLimit).toMatchObject({ problems: [], totalAmount: Number.MAX_SAFE_INTEGER });
    const above = check([...big, ...rest, line({ sku: "r3", quantity: 1, unitPrice: 1 })]);
    expect(above.problems).toEqual([
      { path: "/items", message: expect.stringContaining("9007199254740991 (2^53 - 1)") },
    ]);
  });

  it.each([[null], ["mug"], [[]], [7]])("are objects, not %j", (value) => {
    expect(check([value]).problems).toEqual([{ path: "/items/0", message: expect.stringContaining("an order line") }]);
  });
});
