import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { credentialsOf } from "../../../../tools/aws/credentials";
import { order, START_TIMEOUT_MS, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 600_000;
const BUCKET = "orders-dev-data-payloads-123456789012";

const lines = (count: number, wrong: { [index: number]: object } = {}) =>
  Array.from({ length: count }, (_none, index) => ({
    sku: `L-${index}`,
    quantity: 1,
    unitPrice: 1,
    ...wrong[index],
  }));

describe("an uploaded order, over HTTP", () => {
  let platform: TestPlatform;
  let s3: S3Client;
  /** The only roles that may write what a test changes: not even an administrator may. */
  let asCreateUpload: S3Client;
  let asValidateOrder: S3Client;
  /** By order: work to do before its hand-over goes on. */
  const beforeHandOver = new Map<string, () => Promise<unknown>>();

  beforeAll(async () => {
    platform = await startTestPlatform({ SCARCE: 0, "L-1500": 0 });
    const client = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
      new S3Client({ endpoint: platform.system.awsUrl, region: "eu-west-1", forcePathStyle: true, credentials });
    s3 = client({ accessKeyId: "local", secretAccessKey: "local" });
    asCreateUpload = client(credentialsOf("arn:aws:iam::123456789012:role/orders-dev-intake-create-upload"));
    asValidateOrder = client(credentialsOf("arn:aws:iam::123456789012:role/orders-dev-intake-validate-order"));
    platform.intercept(async (call, pass) => {
      if (call.service === "sqs" && String(call.input.QueueUrl).endsWith("-orders")) {
        const text = String(call.input.MessageBody ?? "{}");
        await beforeHandOver.get(JSON.parse(text).orderId)?.();
      }
      return pass(call);
    });
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    for (const client of [s3, asCreateUpload, asValidateOrder]) client.destroy();
    await platform.stop();
  });

  /** Uploads a text and waits until intake has finished with it. */
  const upload = async (text: string | Buffer) => {
    const uploadId = await platform.upload(text);
    await platform.takenIn(uploadId);
    return uploadId;
  };
  const reasonOf = async (id: string) => {
    const { status, body } = await platform.get(id);
    expect([status, body.status]).toEqual([200, "REJECTED"]);
    return String(body.reason);
  };
  const unknown = { status: 404, body: { error: "UNKNOWN_ORDER" } };

  it.each([1, 2_000])(
    "of %i lines is fulfilled like any other",
    async (count) => {
      const sent = order({ items: lines(count).map(({ sku, ...line }) => ({ ...line, sku: `X-${count}-${sku}` })) });
      const uploadId = await upload(JSON.stringify(sent));
      expect(await platform.becomes(sent.orderId, "COMPLETED")).toMatchObject({ totalAmount: count, currency: "EUR" });
      expect(await platform.get(uploadId)).toMatchObject(unknown);
    },
    WAIT_MS,
  );

  it(
    "with one of many lines out of stock returns every reserved line",
    async () => {
      const sent = order({ items: lines(2_000) });
      await upload(JSON.stringify(sent));
      expect(await platform.becomes(sent.orderId, "CANCELLED")).toMatchObject({ reason: "OUT_OF_STOCK" });
      const { reservations } = await platform.system.readState();
      const own = reservations.filter(({ orderId }) => orderId === sent.orderId);
      expect(own.filter(({ isReserved }) => isReserved)).toEqual([]);
    },
    WAIT_MS,
  );

  it.each([
    ["is empty", "", /^INVALID_JSON: .*empty/],
    ["holds only blanks", " \n ", /^INVALID_JSON: /],
    ["is not JSON", "orderId=1", /^INVALID_JSON: /],
    ["is not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /^INVALID_JSON: /],
    ["is JSON but not an object", "[]", /^INVALID_ORDER: /],
    ["holds no id", "{}", /^INVALID_ORDER: \/(orderId|customerId) /],
    ["holds an id that no order may have", JSON.stringify(order({ orderId: "a b" })), /^INVALID_ORDER: \/orderId /],
  ])("that %s is REJECTED under the upload's id", async (_name, text, reason) => {
    expect(await reasonOf(await upload(text))).toMatch(reason);
  });

  it("that was cut off is REJECTED under the order's id, which came before the cut", async () => {
    const sent = order({ items: lines(3_000) });
    const text = JSON.stringify(sent);
    const uploadId = await upload(text.slice(0, text.length / 2));
    expect(await reasonOf(sent.orderId)).toMatch(/^INVALID_JSON: .*cut off/);
    expect(await platform.get(uploadId)).toMatchObject(unknown);
  });

  it(
    "with a wrong line at position 99,999 is REJECTED with that position",
    async () => {
      const sent = order({ items: lines(100_000, { 99999: { quantity: 0 } }) });
      await upload(JSON.stringify(sent));
      expect(await reasonOf(sent.orderId)).toMatch(/^INVALID_ORDER: \/items\/99999\/quantity /);
    },
    WAIT_MS,
  );

  it(
    "with one line too many is REJECTED",
    async () => {
      const sent = order({ items: lines(100_001) });
      await upload(JSON.stringify(sent));
      expect(await reasonOf(sent.orderId)).toMatch(/^INVALID_ORDER: \/items /);
    },
    WAIT_MS,
  );

  it(
    "of 101 MB is REJECTED for its size, and not read",
    async () => {
      const uploadId = await upload(Buffer.alloc(101 * 1024 * 1024, " "));
      expect(await reasonOf(uploadId)).toMatch(/^TOO_LARGE: /);
    },
    WAIT_MS,
  );

  it("whose id another order has is REJECTED under the upload's id, and the other stays as it is", async () => {
    const first = order();
    await platform.post("/orders", first);
    await platform.becomes(first.orderId, "COMPLETED");
    const before = await platform.get(first.orderId);
    const other = await upload(JSON.stringify({ ...first, customerId: "C-2" }));
    expect(await reasonOf(other)).toMatch(new RegExp(`^ORDER_CONFLICT: .*${first.orderId}`));
    const wrong = await upload(JSON.stringify({ ...first, currency: "euro" }));
    expect(await reasonOf(wrong)).toMatch(/^INVALID_ORDER: \/currency /);
    expect(await platform.get(first.orderId)).toEqual(before);
  });

  it("that repeats an order has no effect, and no record of its own", async () => {
    const sent = order();
    await upload(JSON.stringify(sent));
    await platform.becomes(sent.orderId, "COMPLETED");
    const before = await platform.get(sent.orderId);
    const again = await upload(JSON.stringify(sent));
    expect(await platform.get(again)).toMatchObject(unknown);
    expect(await platform.get(sent.orderId)).toEqual(before);
    expect(await platform.post("/orders", sent)).toMatchObject({ status: 200, body: { status: "COMPLETED" } });
  });

  it("that was REJECTED may be sent again once it is corrected", async () => {
    const sent = order();
    await upload(JSON.stringify({ ...sent, currency: "euro" }));
    expect(await reasonOf(sent.orderId)).toMatch(/^INVALID_ORDER: \/currency /);
    await upload(JSON.stringify(sent));
    expect(await platform.becomes(sent.orderId, "COMPLETED")).not.toHaveProperty("reason");
  });

  it(
    "that is replaced after its validation is fulfilled as it was validated",
    async () => {
      const sent = order({ items: lines(1_000).map(({ sku, ...line }) => ({ ...line, sku: `R-${sku}` })) });
      const uploadId = await upload(JSON.stringify(sent));
      const changed = JSON.stringify({ ...sent, items: [{ sku: "SCARCE", quantity: 1, unitPrice: 1 }] });
      await asCreateUpload.send(new PutObjectCommand({ Bucket: BUCKET, Key: `uploads/${uploadId}`, Body: changed }));
      await platform.becomes(sent.orderId, "COMPLETED");
      expect(await platform.becomes(uploadId, "REJECTED")).toMatchObject({
        reason: expect.stringMatching(/^ORDER_CONFLICT: /),
      });
      expect((await platform.get(sent.orderId)).body.totalAmount).toBe(1_000);
    },
    WAIT_MS,
  );

  it(
    "whose recorded lines are changed before they are reserved fails, and nothing is reserved or charged",
    async () => {
      const sent = order({ items: lines(1_000).map(({ sku, ...line }) => ({ ...line, sku: `C-${sku}` })) });
      beforeHandOver.set(sent.orderId, async () => {
        beforeHandOver.delete(sent.orderId);
        const list = new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `lines/${sent.orderId}/` });
        const [object] = (await s3.send(list)).Contents ?? [];
        const Body = JSON.stringify([{ sku: "C-L-0", quantity: 9, unitPrice: 1 }]);
        await asValidateOrder.send(new PutObjectCommand({ Bucket: BUCKET, Key: object?.Key, Body }));
      });
      await upload(JSON.stringify(sent));
      expect(await platform.becomes(sent.orderId, "FAILED")).toMatchObject({
        reason: expect.stringMatching(/^(RESERVATION|COMPENSATION)_FAILED$/),
      });
      const { reservations, ledger } = await platform.system.readState();
      expect(reservations.filter(({ orderId }) => orderId === sent.orderId)).toEqual([]);
      expect(ledger.filter(({ orderId, kind }) => orderId === sent.orderId && kind === "charge")).toEqual([]);
    },
    WAIT_MS,
  );

  it(
    "leaves every promise kept",
    async () => {
      expect(await platform.brokenPromises()).toEqual([]);
      expect(platform.reports).toEqual([]);
    },
    WAIT_MS,
  );
});
