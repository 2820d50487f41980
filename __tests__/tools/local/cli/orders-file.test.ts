import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOrders } from "../../../../tools/local/orders-file";
import { StartError } from "../../../../tools/support/start-error";

const folder = mkdtempSync(join(tmpdir(), "orders-file-"));
const file = join(folder, "orders");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  writeFileSync(file, text);
  return readOrders(file);
};
const idsOf = (text: string) => read(text).map(({ orderId }) => orderId);

describe("readOrders", () => {
  it.each([
    ["one order over several lines", '{\n  "orderId": "a"\n}\n', ["a"]],
    ["an array", '[\n{"orderId":"a"},\n{"orderId":"b"}]', ["a", "b"]],
    ["an array in one line", '[{"orderId":"a"},{"orderId":"b"}]', ["a", "b"]],
    ["one order a line", '{"orderId":"a"}\n{"orderId":"b"}\n', ["a", "b"]],
    ["lines with empty lines and Windows line ends", '\n{"orderId":"a"}\r\n\r\n{"orderId":"a"}\r\n', ["a", "a"]],
    ["a byte order mark", '\uFEFF{"orderId":"a"}', ["a"]],
    ["an order without a usable id", '{"orderId":7}', [undefined]],
  ])("reads %s", (_name, text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });

  it("sends a line unchanged, repeated fields and large numbers included", () => {
    const line = '{"orderId":"a", "orderId":"a","n":12345678901234567890,"__proto__":{}}';
    expect(read(`${line}\n{"orderId":"b"}`)[0]?.body).toBe(line);
  });

  it("gives an order generated lines, one of them invalid", () => {
    const wrapped = { generate: { lines: 3, wrongLine: 1 }, upload: true, order: { orderId: "a", currency: "EUR" } };
    const [order] = read(JSON.stringify(wrapped));
    expect(JSON.parse(order?.body ?? "")).toEqual({
      orderId: "a",
      currency: "EUR",
      items: [
        { sku: "PART-000001", quantity: 1, unitPrice: 0 },
        { sku: "PART-000002", quantity: 0, unitPrice: 1 },
        { sku: "PART-000003", quantity: 1, unitPrice: 2 },
      ],
    });
    expect(order).toMatchObject({ orderId: "a", upload: "always" });
  });

  it.each([
    [{}, { upload: "ifTooLarge", approval: undefined, takesDays: false }],
    [{ upload: false }, { upload: "never" }],
    [
      { upload: true, approval: "nobody", takesDays: true },
      { upload: "always", approval: "nobody", takesDays: true },
    ],
  ])("reads how to send the order from a wrapper with %j", (fields, expected) => {
    expect(read(JSON.stringify({ ...fields, order: { orderId: "a" } }))).toMatchObject([expected]);
  });

  it.each([
    ["an unknown decision", { approval: "maybe", order: {} }],
    ["lines for a text", { generate: { lines: 1 }, body: "x" }],
    ["no lines at all", { generate: { lines: 0 }, order: {} }],
  ])("refuses a wrapper with %s", (_name, wrapped) => {
    expect(() => read(JSON.stringify(wrapped))).toThrow(StartError);
  });

  it("unwraps a sample", () => {
    const expect_ = { http: 202, status: "COMPLETED" };
    const [order] = read(JSON.stringify({ name: "n", description: "d", expect: expect_, order: { orderId: "a" } }));
    expect(order).toMatchObject({ name: "n", orderId: "a", body: '{"orderId":"a"}', expect: expect_ });
  });

  it("sends the text of a wrapped body unchanged, and reads its id", () => {
    expect(read(JSON.stringify({ body: '{"orderId": "a"}' }))[0]).toMatchObject({
      body: '{"orderId": "a"}',
      orderId: "a",
    });
    expect(read(JSON.stringify({ body: '{"orderId": ' }))[0]).toMatchObject({
      body: '{"orderId": ',
      orderId: undefined,
    });
  });

  const good = '{"orderId":"a"}\n';
  it.each([
    ["line 7 of lines", `${good.repeat(6)}{"orderId": oops}\n${good}`, ":7: not JSON: Unexpected token 'o'."],
    ["the last line of lines, cut off", `${good.repeat(2)}{"orderId":`, ":3: not JSON: Unexpected end"],
    ["the first line of lines", `oops\n${good}`, ":1: not JSON: Unexpected token 'o'."],
    ["line 3 of an array", '[\n{"a":1},\n{"b": "a long text here" oops}\n]', ":3: not JSON: Expected ',' or '}'"],
    ["line 3 of an array, a stray comma", '[{"a":1},\n{"a":2},\n,]', ":3: not JSON: Unexpected token ','."],
    ["an array that is cut off", '[\n{"a":1},\n', ":2: not JSON: Unexpected end"],
    ["a line that is not an object", `${good}[1]`, ":2: expected an order, a JSON object; got an array."],
    ["an entry that is not an object", '[{"orderId":"a"},\n7]', ": order 2: expected an order, a JSON object; got 7."],
    ["an empty file", "\n \n", ": holds no order."],
    ["an empty array", "[]", ": holds no order."],
    ["a wrapper with neither order nor body", '{"order":1,"body":"x"}', ": not a wrapped order: needs either"],
    ["a wrapper with a misspelt field", '{"order":{},"expects":{}}', "not a wrapped order"],
  ])("reports %s with file and line", (_name, text, message) => {
    expect(() => read(text)).toThrow(StartError);
    expect(() => read(text)).toThrow(`${file}${message.startsWith(":") ? message : ""}`);
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).not.toThrow("\n");
  });

  it("reports a file that does not exist", () => {
    expect(() => readOrders(join(folder, "none"))).toThrow("no such file");
  });
});
