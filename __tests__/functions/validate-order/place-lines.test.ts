import { placeLines } from "../../../functions/validate-order/place-lines";
import { Bucket } from "../support/bucket";
import { failureOf } from "../support/fails";

let bucket: Bucket;
beforeAll(async () => {
  bucket = await Bucket.start();
});
afterAll(() => bucket.close());
beforeEach(() => {
  bucket.fault = undefined;
  bucket.stored.clear();
});

/** Lines whose JSON has this many bytes. */
function linesOf(bytes: number) {
  const lines = Array.from({ length: 700 }, (_, i) => ({ sku: `s-${i}`, quantity: 1, unitPrice: 1 }));
  const [first, ...rest] = lines;
  if (!first) throw new Error("There is a line.");
  const missing = bytes - JSON.stringify(lines).length;
  return [{ ...first, sku: first.sku + "x".repeat(missing) }, ...rest];
}

describe("the lines of an order", () => {
  it.each([32_767, 32_768])("of %d bytes stay in the table", async (bytes) => {
    const lines = linesOf(bytes);
    expect(await placeLines("order-1", lines)).toEqual({ lines: JSON.stringify(lines), linesAt: '{"in":"TABLE"}' });
    expect(bucket.stored.size).toBe(0);
  });

  it("of 32,769 bytes go to the bucket, and are there once however often they are sent", async () => {
    const placed = await placeLines("order-1", linesOf(32_769));
    expect(placed.lines).toBe("[]");
    expect(JSON.parse(placed.linesAt)).toMatchObject({ in: "S3", bytes: 32_769 });
    expect(await placeLines("order-1", linesOf(32_769))).toEqual(placed);
    expect(bucket.stored.size).toBe(1);
  });

  it.each<[string, typeof bucket.fault]>([
    ["S3 refuses", { status: 403 }],
    ["the connection breaks", "hang up"],
  ])("throw StorageUnavailable when %s", async (_, fault) => {
    bucket.fault = fault;
    expect(await failureOf(placeLines("order-1", linesOf(40_000)))).toMatchObject({ name: "StorageUnavailable" });
  });
});
