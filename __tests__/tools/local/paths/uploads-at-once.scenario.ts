import { order, START_TIMEOUT_MS, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 600_000;
const LINES = 100_000;
/** Four sandboxes need well over ten seconds to validate them, longer than a compressed limit of minutes once was. */
const WRONG_ORDERS = 12;
const RIGHT_ORDERS = 4;

describe("many uploads at once, with compressed time", () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  }, START_TIMEOUT_MS);
  afterAll(() => platform.stop());

  it(
    "all end as their content says, however long they wait for a sandbox",
    async () => {
      const wrongLines = Array.from({ length: LINES }, (_none, index) => ({
        sku: `L-${index}`,
        quantity: 0,
        unitPrice: -1,
      }));
      const wrong = Array.from({ length: WRONG_ORDERS }, () => order({ items: wrongLines }));
      const right = Array.from({ length: RIGHT_ORDERS }, () => order());
      const uploadIds = await Promise.all([...wrong, ...right].map((sent) => platform.upload(JSON.stringify(sent))));
      await Promise.all(uploadIds.map((uploadId) => platform.takenIn(uploadId)));
      const statusOf = async ({ orderId }: { orderId: string }) => (await platform.get(orderId)).body.status;
      expect(await Promise.all(wrong.map(statusOf))).toEqual(wrong.map(() => "REJECTED"));
      for (const { orderId } of right) await platform.becomes(orderId, "COMPLETED");
      expect(await platform.brokenPromises()).toEqual([]);
    },
    WAIT_MS,
  );
});
