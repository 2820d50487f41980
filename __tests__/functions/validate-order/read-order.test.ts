import { Problems } from "../../../functions/shared/problems";
import { handler } from "../../../functions/validate-order/handler";
import { readOrder } from "../../../functions/validate-order/read-order";
import { captureLogs } from "../support/logs";
import { address, line, orderWith } from "../support/orders";

async function* inChunks(bytes: Buffer, chunkBytes: number) {
  for (let i = 0; i < bytes.length; i += chunkBytes) yield bytes.subarray(i, i + chunkBytes);
}

/** What is read of a text in chunks, and its problems. */
async function read(text: string, chunkBytes = 100) {
  const problems = new Problems();
  const order = await readOrder(inChunks(Buffer.from(text), chunkBytes), problems);
  return { ...order, problems: problems.listed, count: problems.count };
}

/** The same text, sent as a request. */
async function sent(body: string) {
  return (await captureLogs(() => handler({ body }))).result;
}

beforeAll(() => {
  process.env.ORDER_RETENTION_DAYS = "30";
  process.env.HAND_OVER_TRIES = "2";
  process.env.HAND_OVER_SECONDS = "172800";
  process.env.LOST_AFTER_SECONDS = "1468800";
});

const text = (changes: Record<string, unknown> = {}) => JSON.stringify(orderWith(changes));
const withField = (json: string) => text().replace("{", `{${json},`);
const byPath = (problems: readonly { path: string; message: string }[]) =>
  problems.map(({ path, message }) => `${path}: ${message}`).sort();

describe("an order in chunks", () => {
  it.each<[string, string]>([
    ["in one line", text()],
    ["with space", JSON.stringify(orderWith(), null, 2)],
    ["with its items first", JSON.stringify({ items: [line()], ...orderWith() })],
    ["with its items last", JSON.stringify({ ...orderWith({ items: undefined }), items: [line()] })],
    ["with escapes", text().replace("order-1", "\\u006frder-1").replace("1250", "1.25e3")],
    ["with every field", text({ email: "ada@b.example", shipTo: address({ line2: "\ufeff😀", name: 'name":"\\' }) })],
    ["with many lines", text({ items: Array.from({ length: 300 }, (_, i) => line({ sku: `sku-${i}` })) })],
  ])("is the same order as in one piece: %s", async (_, body) => {
    const whole = await sent(body);
    if (!whole.valid) throw new Error("The order should be valid.");
    for (const chunkBytes of [1, 7, 65_536]) {
      const { order, problems } = await read(body, chunkBytes);
      expect(problems).toEqual([]);
      expect(order).toMatchObject({ fingerprint: whole.order.fingerprint, totalAmount: whole.order.totalAmount });
      expect(JSON.stringify(order?.lines)).toBe(whole.order.lines);
    }
  });

  it.each<[string, string]>([
    ["an array", "[]"],
    ["null", "null"],
    ["a number", "7"],
    ["nothing in it", "{}"],
    ["no lines", text({ items: [] })],
    ["no items", text({ items: undefined })],
    ["items that are not an array", text({ items: { sku: "a" } })],
    [
      "wrong lines",
      text({ items: [line(), line({ quantity: 0 }), null, "mug", [], line(), { sku: { a: 1 }, x: [] }] }),
    ],
    ["wrong fields", text({ orderId: "bad id", payment: { token: "a b", cvc: 1 }, shipTo: { name: [1] }, coupon: {} })],
    ["__proto__", withField('"__proto__":{"orderId":"x"}')],
    ["__proto__ in a line", text().replace('{"sku"', '{"__proto__":{"sku":"x"},"sku"')],
    ["all in __proto__", `{"__proto__":${text()}}`],
    ["constructor and toString", withField('"constructor":1,"toString":{"x":1}')],
    ["a repeated field", withField('"orderId":"order-2"')],
    ["a repeated field of a line", text().replace('{"sku"', '{ "quantity" : 1, "sku"')],
    ["a repeated field, escaped", text().replace('{"name"', '{"n\\u0061me":"Eve","name"')],
    ["repeated fields where none belong", withField('"x":{"y":{"z":1,"z":2,"w":{"v":1,"v":2}}},"u":[{"t":1,"t":2}]')],
    ["a number beyond all bounds", text().replace("1250", "1e400")],
    ["deep arrays", withField(`"deep":${"[".repeat(10_000)}${"]".repeat(10_000)}`)],
    ["deep objects in a line", text({ items: [0] }).replace("[0]", `[${'{"a":'.repeat(5000)}1${"}".repeat(5000)}]`)],
  ])("has the same problems as in one piece: %s", async (_, body) => {
    const whole = await sent(body);
    if (whole.valid) throw new Error("The order should be refused.");
    const { order, problems } = await read(body, 7);
    expect(order).toBeUndefined();
    expect(byPath(problems)).toEqual(byPath(whole.answer.details ?? []));
  });

  it("names the place where it is cut off by byte and by path", async () => {
    const body = text({ items: [line(), line({ sku: "tea" })] });
    const cut = body.slice(0, body.indexOf("tea"));
    expect(await read(cut)).toMatchObject({
      broken: `it is cut off after byte ${cut.length}, in /items/1/sku`,
      orderId: "order-1",
      currency: "EUR",
    });
    expect(await read(`${body}x`)).toMatchObject({ broken: `it is invalid at byte ${body.length + 1}` });
  });

  it.each<[string, string, string]>([
    ["the name of the first field", '{"\xff":1}', ""],
    ["a name after another field", '{"orderId":"order-1","\xff":1}', ""],
    ["a name in an object", '{"orderId":"order-1","shipTo":{"name":"N","\xff":1}}', ", in /shipTo"],
    ["a name in a line", '{"items":[{"sku":"a"},{"sku":"b","\xff":1}]}', ", in /items/1"],
    ["a name after an object", '{"payment":{"token":"t"},"\xff":1}', ""],
    ["a value", '{"orderId":"order-1","shipTo":{"name":"\xff"}}', ", in /shipTo/name"],
  ])("names no other field when %s cannot be decoded", async (_, latin1, place) => {
    const bytes = Buffer.from(latin1, "latin1");
    const at = bytes.indexOf(0xff);
    const { broken } = await readOrder(inChunks(bytes, 7), new Problems());
    expect(broken).toBe(`the text that begins at byte ${at} is not UTF-8${place}`);
  });

  it("names the enclosing object when a name is too long", async () => {
    const { problems } = await read(`{"orderId":"order-1","shipTo":{"city":"C","${"x".repeat(70_000)}":1}}`, 1000);
    expect(problems.map(({ path }) => path)).toEqual(["/shipTo"]);
  });

  it("names the id of a wrong order, if it is certain", async () => {
    expect(await read(text({ items: [] }))).toMatchObject({ orderId: "order-1", currency: "EUR" });
    expect(await read(text({ orderId: "a b", currency: "ZZZ" }))).not.toHaveProperty("orderId");
    expect(await read(text({ currency: "ZZZ" }))).not.toHaveProperty("currency");
    expect(await read(withField('"orderId":"order-2"'))).not.toHaveProperty("orderId");
    expect(await read(`{"orderId":["order-1"]}`)).not.toHaveProperty("orderId");
    expect(await read(`{"__proto__":{"orderId":"order-1"}}`)).not.toHaveProperty("orderId");
    expect(await read(`[{"orderId":"order-1"}]`)).not.toHaveProperty("orderId");
  });

  it("takes the lines of the first items when there are two, and refuses the order", async () => {
    const { problems } = await read(text({ items: ["mug", "mug"] }).replace("{", '{"items":[null],'));
    expect(problems.map(({ path }) => path)).toEqual(["/items/0", "/items"]);
  });

  it("is given up at a string or number that is too long, and names its place", async () => {
    for (const value of [`"${"x".repeat(70_000)}"`, "1".repeat(70_000)]) {
      const { problems, broken, orderId } = await read(`{"orderId":"order-1","payment":{"token":${value}`, 1000);
      expect(broken).toBeUndefined();
      expect(orderId).toBe("order-1");
      expect(problems).toEqual([
        { path: "/payment/token", message: "Expected strings and numbers of at most 65536 bytes, got a longer one." },
      ]);
    }
  });

  it.each([
    [1000, true],
    [1001, false],
  ])("with %d unknown fields is read to its end: %s", async (fields, isRead) => {
    const names = Array.from({ length: fields }, (_, i) => `"f${i}":1`).join(",");
    const { problems, count } = await read(`{"payment":{${names}}}`, 65_536);
    const gaveUp = { path: "/payment", message: "Expected the fields of an order, got more than 1000 fields." };
    if (isRead) expect(count).toBeGreaterThan(fields);
    else expect(problems).toEqual([gaveUp]);
  });
});
