import { createHash } from "node:crypto";
import { handler } from "../../../functions/validate-order/handler";
import { Bucket } from "../support/bucket";
import { failureOf } from "../support/fails";
import { captureLogs } from "../support/logs";
import { line, orderWith } from "../support/orders";

const uploadId = "0b9a2a4e-0000-4000-8000-000000000001";
const key = `uploads/${uploadId}`;
const limit = 104_857_600;
let bucket: Bucket;

beforeAll(async () => {
  bucket = await Bucket.start();
});
afterAll(() => bucket.close());
beforeEach(() => {
  process.env.ORDER_RETENTION_DAYS = "30";
  process.env.HAND_OVER_TRIES = "2";
  process.env.HAND_OVER_SECONDS = "172800";
  process.env.LOST_AFTER_SECONDS = "1468800";
  bucket.fault = undefined;
  bucket.requests.length = 0;
  bucket.stored.clear();
});

const run = (upload: unknown) => captureLogs(() => handler({ upload }));
const fail = (upload: unknown) => captureLogs(() => failureOf(handler({ upload })));
const validate = async (order: unknown) => (await run(bucket.put(key, JSON.stringify(order)))).result;

/** The rejection of this upload. */
async function rejectionOf(content: string | Buffer) {
  const { result } = await run(bucket.put(key, content));
  if (result.valid || !("rejection" in result)) throw new Error(`Not a rejection: ${JSON.stringify(result)}`);
  return result.rejection;
}

const lines = (count: number) => Array.from({ length: count }, (_, i) => line({ sku: `sku-${i}` }));

describe("an upload that is an order", () => {
  it("is answered like a request with the same content, plus the upload's id", async () => {
    const { result: whole } = await captureLogs(() => handler({ body: JSON.stringify(orderWith()) }));
    const uploaded = await validate(orderWith());
    expect(uploaded).toMatchObject({ valid: true, order: { uploadId } });
    if (!whole.valid || !uploaded.valid) throw new Error("Both should be valid.");
    const expiresAt = expect.any(Number);
    const plan = {
      pendingHandOver: expect.any(String),
      handOverAt: expect.any(Array),
      handOverUntil: expect.any(String),
      lostAfter: expect.any(String),
    };
    expect(uploaded.order).toEqual({ ...whole.order, ...plan, uploadId, expiresAt });
    expect(bucket.requests).toEqual([`GET /payloads/${key}`]);
  });

  it("has its lines put in the bucket when there are many, under their digest, with their checksum", async () => {
    const items = lines(5000);
    const uploaded = await validate(orderWith({ items }));
    const text = JSON.stringify(items);
    const sha256 = createHash("sha256").update(text);
    const place = { bucket: "payloads", bytes: text.length, sha256: sha256.copy().digest("base64") };
    const linesKey = `lines/order-1/${sha256.digest("hex")}.json`;
    if (!uploaded.valid) throw new Error("The order should be valid.");
    expect(uploaded.order).toMatchObject({ lines: "[]", lineCount: 5000, totalAmount: 5000 * 2500 });
    expect(JSON.parse(uploaded.order.linesAt)).toEqual({ in: "S3", key: linesKey, ...place });
    const stored = bucket.stored.get(linesKey);
    expect(stored?.body.toString()).toBe(text);
    expect(stored?.headers).toMatchObject({
      "content-length": String(text.length),
      "content-type": "application/json",
      "x-amz-checksum-sha256": place.sha256,
    });
    expect(Buffer.byteLength(JSON.stringify(uploaded))).toBeLessThan(32_768);
  });

  it("is read in the version that the event names", async () => {
    const { versionId, ...upload } = bucket.put(key, JSON.stringify(orderWith()));
    expect((await run({ ...upload, versionId })).result.valid).toBe(true);
    expect((await run({ ...upload, versionId: "", etag: null })).result.valid).toBe(true);
    expect((await fail({ ...upload, versionId: "v2" })).result.name).toBe("UploadGone");
  });

  it("may have 100 MB and not a byte more, according to the event and to S3", async () => {
    const upload = bucket.put(key, JSON.stringify(orderWith()));
    expect((await run({ ...upload, size: limit })).result.valid).toBe(true);
    bucket.requests.length = 0;
    const { result } = await run({ ...upload, size: limit + 1 });
    expect(result).toMatchObject({
      valid: false,
      statusCode: 413,
      answer: { error: "TOO_LARGE" },
      rejection: {
        uploadId,
        orderId: uploadId,
        currency: "XXX",
        reason: "TOO_LARGE: The upload has 104857601 bytes; at most 104857600 are read. Split the order.",
      },
    });
    expect(bucket.requests).toEqual([]);
    bucket.put(key, Buffer.alloc(limit + 1, " "));
    expect((await run({ ...upload, etag: null })).result).toMatchObject({ answer: { error: "TOO_LARGE" } });
  });
});

describe("a request whose lines grow when their numbers are written out", () => {
  it("has them put in the bucket too", async () => {
    const items = lines(600).map(({ sku }) => `{"sku":"${sku}","quantity":1e4,"unitPrice":1e8}`);
    const body = JSON.stringify(orderWith({ items: [] })).replace("[]", `[${items.join(",")}]`);
    expect(body.length).toBeLessThan(32_768);
    const { result } = await captureLogs(() => handler({ body }));
    expect(result).toMatchObject({
      valid: true,
      order: { lines: "[]", linesAt: expect.stringContaining("lines/order-1/") },
    });
  });
});

describe("an upload that is not an order", () => {
  it.each<[string, string | Buffer, string]>([
    ["empty", "", "it is empty"],
    ["no JSON", "<order/>", "it is invalid at byte 1"],
    ["a megabyte of NULs", Buffer.alloc(1_000_000), "it is invalid at byte 1"],
    ["no UTF-8", Buffer.from('{"a":"\xe9"}', "latin1"), "the text that begins at byte 6 is not UTF-8, in /a"],
    ["cut off", '{"orderId":"order-1","items":[{"sku":"a"},{"sk', "it is cut off after byte 46, in /items/1"],
  ])("is rejected when it is %s, and the reason names the place", async (_, content, problem) => {
    expect(await rejectionOf(content)).toMatchObject({
      orderId: String(content).includes("order-1") ? "order-1" : uploadId,
      reason: `INVALID_JSON: The upload is not JSON: ${problem}. Send one order as a JSON object.`,
    });
  });

  it("is rejected with the first problem, and the number of the others", async () => {
    expect(await rejectionOf(JSON.stringify(orderWith({ items: [line({ quantity: 0 })] })))).toMatchObject({
      uploadId,
      orderId: "order-1",
      currency: "EUR",
      reason: "INVALID_ORDER: /items/0/quantity Expected an integer from 1 to 10000, got 0.",
    });
    const { reason } = await rejectionOf(JSON.stringify(orderWith({ items: [null, null], email: 5 })));
    expect(reason).toMatch(/^INVALID_ORDER: \/items\/0 Expected an order line, .* And 2 more\.$/);
    expect((await rejectionOf("[]")).reason).toBe("INVALID_ORDER: Expected an order, a JSON object, got an array.");
  });

  it("is recorded without its payment and without anything that may be a card number", async () => {
    const card = "4111111111111111";
    for (const changes of [
      { payment: card },
      { customerId: `${card} 12/28` },
      { payment: { token: "t", [card]: 1 } },
    ]) {
      const { reason } = await rejectionOf(JSON.stringify(orderWith(changes)));
      expect(reason).toMatch(/^INVALID_ORDER: /);
      expect(reason).not.toContain("4111");
    }
  });

  it("is rejected for one wrong line at the end of 100,000", async () => {
    const items = lines(100_000);
    items[99_998] = line({ sku: "sku-0" });
    const { reason } = await rejectionOf(JSON.stringify(orderWith({ items })));
    expect(reason).toMatch(
      /^INVALID_ORDER: \/items\/99998\/sku Expected each sku once, but \/items\/0 has this one too/,
    );
  });

  it("is rejected for line 100,001", async () => {
    const { reason } = await rejectionOf(JSON.stringify(orderWith({ items: lines(100_001) })));
    expect(reason).toBe("INVALID_ORDER: /items Expected 1 to 100000 lines, got 100001.");
  });

  const longNames = (shift: number) => {
    const name = "x".repeat(shift) + "~~😀".repeat(50);
    return `{"${name}":{"${name}":{"${name}":1,"${name}":2}}}`;
  };
  it.each<[string, string]>([
    ["long names", longNames(0)],
    ["long names, one character on", longNames(1)],
    ["long names, two characters on", longNames(2)],
    ["long names, three characters on", longNames(3)],
    ["wrong lines", JSON.stringify(orderWith({ items: lines(5000).map(() => ({ sku: '"😀'.repeat(20) })) }))],
  ])("gets a reason of at most 500 characters and an answer under 32 KiB: %s", async (_, content) => {
    const { result } = await run(bucket.put(key, content));
    const { reason } = await rejectionOf(content);
    expect(reason.length).toBeLessThanOrEqual(500);
    if (content.includes("~")) expect(reason.length).toBeGreaterThan(490);
    expect(reason).not.toMatch(/\p{Surrogate}/u);
    expect(reason).toMatch(/ And \d+ more\.$/);
    expect(Buffer.byteLength(JSON.stringify(JSON.stringify(result)))).toBeLessThan(32_768);
  });

  it("is kept as long as an order", async () => {
    const before = Math.floor(Date.now() / 1000);
    const kept = (await rejectionOf("")).expiresAt - 30 * 86_400;
    expect(kept).toBeGreaterThanOrEqual(before);
    expect(kept).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it("puts no lines in the bucket", async () => {
    await rejectionOf(JSON.stringify(orderWith({ items: [...lines(5000), null] })));
    expect(bucket.requests).toEqual([`GET /payloads/${key}`]);
  });
});

describe("an upload that cannot be read", () => {
  it("is rejected when it was replaced: the newer one is validated separately", async () => {
    const { versionId: _, ...upload } = bucket.put(key, JSON.stringify(orderWith()));
    bucket.put(key, JSON.stringify(orderWith({ orderId: "order-2" })));
    const reason =
      "UPLOAD_CHANGED: The upload was replaced before it was read. Its replacement is validated separately.";
    expect((await run(upload)).result).toMatchObject({
      valid: false,
      statusCode: 409,
      rejection: { uploadId, orderId: uploadId, reason },
    });
  });

  it("throws UploadGone when it is missing", async () => {
    const upload = bucket.put(key, "{}");
    bucket.stored.clear();
    const { result, logs } = await fail(upload);
    expect(result.name).toBe("UploadGone");
    expect(JSON.parse(logs)).toMatchObject({ level: "ERROR", uploadId });
  });

  it("throws StorageUnavailable when it breaks off: part of an order allows no verdict", async () => {
    bucket.fault = "break off";
    const { result } = await fail(bucket.put(key, JSON.stringify(orderWith({ items: lines(20_000) }))));
    expect(result.name).toBe("StorageUnavailable");
    expect(result.message).toContain("broke off");
  });

  it.each<[string, typeof bucket.fault]>([
    ["S3 refuses", { status: 403 }],
    ["S3 is down", { status: 503 }],
    ["the connection breaks", "hang up"],
  ])("throws StorageUnavailable when %s", async (_, fault) => {
    const upload = bucket.put(key, JSON.stringify(orderWith()));
    bucket.fault = fault;
    expect((await fail(upload)).result.name).toBe("StorageUnavailable");
  });

  it.each([
    {},
    { bucket: "payloads", key: "lines/x", size: 1 },
    { bucket: "payloads", key: "uploads/a/b", size: 1 },
    { bucket: "payloads", key: `uploads/${"x".repeat(65)}`, size: 1 },
    { bucket: "payloads", key, size: -1 },
    { bucket: "payloads", key, size: "1" },
  ])("throws InvalidInput for %j", async (upload) => {
    expect((await fail(upload)).result.name).toBe("InvalidInput");
    expect(bucket.requests).toEqual([]);
  });

  it("logs nothing from the order", async () => {
    const { logs } = await run(bucket.put(key, JSON.stringify(orderWith({ email: "ada@b.example" }))));
    expect(JSON.parse(logs)).toMatchObject({ level: "INFO", orderId: "order-1", uploadId });
    expect(logs).not.toMatch(/Ada|tok_ok|b\.example|Main Street/);
  });
});
