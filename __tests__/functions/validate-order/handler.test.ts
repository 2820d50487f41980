import { handler } from "../../../functions/validate-order/handler";
import { failureOf } from "../support/fails";
import { captureLogs } from "../support/logs";
import { address, line, orderWith } from "../support/orders";

beforeEach(() => {
  process.env.ORDER_RETENTION_DAYS = "30";
  process.env.HAND_OVER_TRIES = "2";
  process.env.HAND_OVER_SECONDS = "172800";
  process.env.LOST_AFTER_SECONDS = "1468800";
});

async function validateText(body: string) {
  return (await captureLogs(() => handler({ body }))).result;
}

const validate = (order: unknown) => validateText(JSON.stringify(order));

/** The details of a refused order, in short. */
async function detailsOf(body: string) {
  const validation = await validateText(body);
  if (validation.valid || validation.statusCode !== 422) throw new Error(`Not a 422: ${JSON.stringify(validation)}`);
  return validation.answer.details ?? [];
}

const pathsOf = async (body: string) => (await detailsOf(body)).map(({ path }) => path);

describe("a valid order", () => {
  it("is answered as it is stored", async () => {
    jest.useFakeTimers({ now: new Date("2026-01-01T00:00:00.900Z"), doNotFake: ["nextTick"] });
    const order = orderWith({ items: [line(), line({ sku: "tea", unitPrice: 5 })], email: "ada@b.example" });
    const validation = await validate(order);
    jest.useRealTimers();
    expect(validation).toEqual({
      valid: true,
      order: {
        orderId: "order-1",
        customerId: "customer-1",
        currency: "EUR",
        totalAmount: 2510,
        lineCount: 2,
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        paymentToken: "tok_ok",
        shipTo: JSON.stringify(address()),
        contact: '{"email":"ada@b.example"}',
        lines: '[{"sku":"mug-blue","quantity":2,"unitPrice":1250},{"sku":"tea","quantity":2,"unitPrice":5}]',
        linesAt: '{"in":"TABLE"}',
        expiresAt: Date.UTC(2026, 0, 31) / 1000,
        pendingHandOver: expect.stringMatching(/^RECEIVED-([1-9]|1[0-5])$/),
        handOverAt: ["00", "00", "01", "04", "16"].map((hour) => ({ S: `2026-01-01T${hour}:00:00.900Z` })),
        handOverUntil: "2026-01-03T00:00:00.900Z",
        lostAfter: "2026-01-18T00:00:00.900Z",
      },
    });
  });

  it("has a contact without an email when it was sent without one", async () => {
    expect(await validate(orderWith())).toMatchObject({ valid: true, order: { contact: "{}" } });
  });

  it("has one fingerprint, however its text is written", async () => {
    const texts = [
      JSON.stringify(orderWith()),
      JSON.stringify(Object.fromEntries(Object.entries(orderWith()).reverse()), null, 2),
      JSON.stringify(orderWith()).replace("order-1", "\\u006frder-1").replace("1250", "1.25e3"),
    ];
    const validations = await Promise.all(texts.map(validateText));
    const fingerprints = validations.map((validation) => validation.valid && validation.order.fingerprint);
    expect(fingerprints[0]).toBeTruthy();
    expect(new Set(fingerprints).size).toBe(1);
  });

  it.each([1, 36_500])("is kept for as many days as the setting says: %d", async (days) => {
    process.env.ORDER_RETENTION_DAYS = String(days);
    const before = Math.floor(Date.now() / 1000);
    const validation = await validate(orderWith());
    if (!validation.valid) throw new Error("The order should be valid.");
    const kept = validation.order.expiresAt - days * 86_400;
    expect(kept).toBeGreaterThanOrEqual(before);
    expect(kept).toBeLessThanOrEqual(Date.now() / 1000);
  });
});

describe("a body that is not JSON", () => {
  it.each([
    ["", "it is empty"],
    [" \n", "it is empty"],
    ['{"orderId":', "it ends too early"],
    ["{'orderId':1}", "it is invalid at character 2"],
    ["order", "it contains something that JSON does not allow"],
    ["\ufeff{}", "it contains something that JSON does not allow"],
    ['{"a":1}{"b":2}', "it is invalid at character 8"],
  ])("%j is answered 400: %s", async (body, problem) => {
    expect(await validateText(body)).toEqual({
      valid: false,
      statusCode: 400,
      answer: { error: "INVALID_JSON", message: `The body is not JSON: ${problem}. Send one order as a JSON object.` },
    });
  });

  it("is not quoted in the answer", async () => {
    expect(JSON.stringify(await validateText('{"card":4111111111111111x}'))).not.toContain("4111");
  });
});

describe("JSON that is not an order", () => {
  it.each([
    ["[]", "an array"],
    ["null", "null"],
    ["7", "7"],
    ['"order"', '"order"'],
    ["true", "true"],
  ])("%s is answered 422 at the whole document", async (body, came) => {
    expect(await validateText(body)).toEqual({
      valid: false,
      statusCode: 422,
      answer: {
        error: "INVALID_ORDER",
        message: "The order has 1 problem.",
        details: [{ path: "", message: `Expected an order, a JSON object, got ${came}.` }],
      },
    });
  });

  it("is answered with every problem at once: missing, wrong, unknown and repeated", async () => {
    const body = JSON.stringify({
      orderId: "bad id",
      currency: "euro",
      items: [line(), line({ quantity: 0, unitPrice: -1 }), { sku: "tea", quantity: 1.5 }, null],
      payment: { token: "tok_ok", "cvc/~": "123" },
      shipTo: address({ country: "UK", line2: "" }),
      coupon: "x",
    });
    const details = await detailsOf(body);
    expect(details.map(({ path }) => path).sort()).toEqual(
      [
        "/coupon",
        "/currency",
        "/customerId",
        "/items/1/quantity",
        "/items/1/sku",
        "/items/1/unitPrice",
        "/items/2/quantity",
        "/items/2/unitPrice",
        "/items/3",
        "/orderId",
        "/payment/cvc~1~0",
        "/shipTo/country",
        "/shipTo/line2",
      ].sort(),
    );
    expect(details).toContainEqual({
      path: "/items/1/quantity",
      message: "Expected an integer from 1 to 10000, got 0.",
    });
    expect(details).toContainEqual({
      path: "/items/2/unitPrice",
      message: "Missing: expected an integer from 0 to 100000000.",
    });
  });

  it.each([undefined, null, {}, "items", 5])("needs items to be an array, not %j", async (items) => {
    expect(await pathsOf(JSON.stringify(orderWith({ items })))).toEqual(["/items"]);
  });
});

describe("a hostile order", () => {
  const text = (changes: Record<string, unknown> = {}) => JSON.stringify(orderWith(changes));
  /** The valid order with a field of raw JSON text put in front. */
  const withField = (json: string) => text().replace("{", `{${json},`);

  it("may contain __proto__, constructor or toString: unknown fields like any other, at every level", async () => {
    for (const field of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      const raw = `"${field}":{"orderId":"x","polluted":true}`;
      expect(await pathsOf(withField(raw))).toEqual([`/${field}`]);
      expect(await pathsOf(text().replace('{"sku"', `{${raw},"sku"`))).toEqual([`/items/0/${field}`]);
      expect(await pathsOf(text().replace('{"name"', `{${raw},"name"`))).toEqual([`/shipTo/${field}`]);
    }
    expect({}).not.toHaveProperty("polluted");
  });

  it("does not get missing fields from __proto__", async () => {
    expect(await pathsOf(`{"__proto__":${text()}}`)).toEqual(
      expect.arrayContaining(["/__proto__", "/orderId", "/items", "/shipTo"]),
    );
  });

  it("may be nested 10,000 deep anywhere", async () => {
    const arrays = "[".repeat(10_000) + "]".repeat(10_000);
    const objects = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
    expect(await pathsOf(arrays)).toEqual([""]);
    for (const deep of [arrays, objects]) {
      expect(await pathsOf(withField(`"deep":${deep}`))).toEqual(["/deep"]);
      expect(await pathsOf(text({ email: "DEEP" }).replace('"DEEP"', deep))).toEqual(["/email"]);
      expect(await pathsOf(text({ items: ["DEEP"] }).replace('"DEEP"', deep))).toEqual(
        deep === arrays ? ["/items/0"] : expect.arrayContaining(["/items/0/a", "/items/0/sku"]),
      );
    }
  });

  it("may contain numbers beyond all bounds", async () => {
    const details = await detailsOf(text().replace("1250", "1e400"));
    expect(details).toEqual([
      {
        path: "/items/0/unitPrice",
        message: "Expected an integer from 0 to 100000000, got a number that is too large.",
      },
    ]);
    expect(await pathsOf(text().replace("1250", "9".repeat(5000)))).toEqual(["/items/0/unitPrice"]);
  });

  it("may contain a field twice: either could be meant, so both are refused", async () => {
    expect(await pathsOf(withField('"orderId":"order-2"'))).toEqual(["/orderId"]);
    expect(await pathsOf(text().replace('{"sku"', '{ "quantity" : 1, "sku"'))).toEqual(["/items/0/quantity"]);
    const second = JSON.stringify(line({ sku: "tea" })).replace("{", '{"quantity":1,');
    expect(await pathsOf(text({ items: [line(), "TEA"] }).replace('"TEA"', second))).toEqual(["/items/1/quantity"]);
    expect(await pathsOf(text().replace('{"name"', '{"n\\u0061me":"Eve","name"'))).toEqual(["/shipTo/name"]);
  });

  it("may contain one name in two objects, or a name as a value: that is no repetition", async () => {
    const items = [line({ sku: "sku" }), line({ sku: "quantity" })];
    expect(await validate(orderWith({ items, shipTo: address({ name: 'name":"\\' }) }))).toMatchObject({ valid: true });
  });

  it("is not JSON when it is only NULs", async () => {
    expect((await captureLogs(() => handler({ body: "\u0000".repeat(30_000) }))).result).toMatchObject({
      answer: { error: "INVALID_JSON" },
    });
  });

  it("may contain NUL and lone surrogates, in values and names", async () => {
    expect(await pathsOf(text({ shipTo: address({ name: "\u0000", city: "\ud800" }) }))).toEqual([
      "/shipTo/name",
      "/shipTo/city",
    ]);
    const [detail] = await detailsOf(withField('"\\ud800":1'));
    expect(detail?.path).toBe("/\ufffd");
  });

  it("may contain a card number, which no answer repeats", async () => {
    const validation = await validate(orderWith({ payment: { token: "4111111111111111" } }));
    expect(JSON.stringify(validation)).toContain("card number");
    expect(JSON.stringify(validation)).not.toContain("4111");
  });

  const manyWrongLines = Array.from({ length: 5000 }, () => ({}));
  it.each<[string, string]>([
    ["thousands of wrong lines", text({ items: manyWrongLines })],
    ["a name of 300 KB", withField(`"${"n".repeat(300_000)}":1`)],
    ["a value of 300 KB", text({ orderId: "v".repeat(300_000) })],
    ["many long names", `{${Array.from({ length: 300 }, (_, i) => `"${i}${"\\u0001".repeat(200)}":1`).join(",")}}`],
    ["many names of quotes", `{${Array.from({ length: 300 }, (_, i) => `"${i}${'\\"'.repeat(200)}":1`).join(",")}}`],
    ["many values of quotes", text({ items: manyWrongLines.map(() => ({ sku: '"\\😀'.repeat(20) })) })],
  ])("gets an answer under 32 KiB, even when it is escaped once more: %s", async (_, body) => {
    const validation = await validateText(body);
    expect(validation).toMatchObject({ valid: false, statusCode: 422 });
    expect(Buffer.byteLength(JSON.stringify(JSON.stringify(validation)))).toBeLessThan(32_768);
  });

  it("is answered with the number of problems when not all are listed", async () => {
    const validation = await validate(orderWith({ items: manyWrongLines }));
    expect(validation).toMatchObject({
      answer: { message: "The order has 15000 problems; the first 100 are listed." },
    });
  });
});

describe("the function", () => {
  it.each([undefined, null, "text", {}, { body: 5 }, { body: null }])(
    "throws InvalidInput for the event %j",
    async (event) => {
      const { result } = await captureLogs(() => failureOf(handler(event)));
      expect(result.name).toBe("InvalidInput");
      expect(result.message).toContain("validate-order cannot use its input");
    },
  );

  it.each(["0", "36501", "a month"])("throws InvalidSetting for a retention of %j days", async (days) => {
    process.env.ORDER_RETENTION_DAYS = days;
    const { result } = await captureLogs(() => failureOf(handler({ body: JSON.stringify(orderWith()) })));
    expect(result.message).toBe(`ORDER_RETENTION_DAYS is "${days}": expected an integer from 1 to 36500.`);
  });

  it("logs JSON with the order's id, and nothing else of the order", async () => {
    const order = orderWith({ email: "ada@b.example" });
    for (const body of [JSON.stringify(order), JSON.stringify({ ...order, currency: "secret" })]) {
      const { logs } = await captureLogs(() => handler({ body }));
      expect(JSON.parse(logs)).toMatchObject({ level: "INFO", service: "validate-order", orderId: "order-1" });
      expect(logs).not.toMatch(/Ada|tok_ok|b\.example|secret|Main Street/);
    }
  });

  it("logs no malformed id", async () => {
    const { logs } = await captureLogs(() => handler({ body: '{"orderId":"Ada Byron"}' }));
    expect(JSON.parse(logs)).not.toHaveProperty("orderId");
    expect(logs).not.toContain("Ada");
  });
});
