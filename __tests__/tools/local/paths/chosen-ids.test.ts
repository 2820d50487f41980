import { AwsError } from "../../../../tools/aws/aws";
import { order, START_TIMEOUT_MS, shipTo, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 600_000;

describe("orders whose ids look like the platform's own keys", () => {
  let platform: TestPlatform;
  /** Orders that the carrier cannot book. */
  const unbookable = new Set<string>();

  beforeAll(async () => {
    platform = await startTestPlatform();
    platform.intercept(async (call, pass) => {
      const isBooking = call.service === "lambda" && String(call.input.FunctionName).includes("ship-order");
      if (isBooking && [...unbookable].some((id) => String(call.input.Payload).includes(`"orderId":"${id}"`))) {
        throw new AwsError("ServiceException", "out of order", 500);
      }
      return pass(call);
    });
  }, START_TIMEOUT_MS);
  afterAll(() => platform.stop());

  const send = async (orderId: string, changes = {}) => {
    const { status } = await platform.post("/orders", order({ orderId, ...changes }));
    expect(status).toBe(202);
  };
  const netOf = async (id: string) => {
    const { ledger } = await platform.system.readState();
    const own = ledger.filter(({ orderId }) => orderId === id);
    return own.reduce((sum, { kind, amount }) => sum + (kind === "charge" ? amount : -amount), 0);
  };

  it(
    "are refunded although another order has the id of the refund, whichever comes first",
    async () => {
      await send("refund-Z1");
      await platform.becomes("refund-Z1", "COMPLETED");
      await send("Z1", { shipTo: shipTo("00000") });
      expect(await platform.becomes("Z1", "CANCELLED")).toMatchObject({ reason: "ADDRESS_REFUSED" });

      await send("Z2", { shipTo: shipTo("00000") });
      expect(await platform.becomes("Z2", "CANCELLED")).toMatchObject({ reason: "ADDRESS_REFUSED" });
      await send("refund-Z2");
      await platform.becomes("refund-Z2", "COMPLETED");
      expect(await Promise.all(["Z1", "refund-Z1", "Z2", "refund-Z2"].map(netOf))).toEqual([0, 3000, 0, 3000]);
    },
    WAIT_MS,
  );

  it(
    "have their shipment cancelled although another order has the id of the cancellation, whichever comes first",
    async () => {
      await send("cancel-Z3");
      await platform.becomes("cancel-Z3", "COMPLETED");
      unbookable.add("Z3");
      await send("Z3");
      expect(await platform.becomes("Z3", "FAILED")).toMatchObject({ reason: "SHIPMENT_FAILED" });

      unbookable.add("Z4");
      await send("Z4");
      expect(await platform.becomes("Z4", "FAILED")).toMatchObject({ reason: "SHIPMENT_FAILED" });
      await send("cancel-Z4");
      await platform.becomes("cancel-Z4", "COMPLETED");
    },
    WAIT_MS,
  );

  it(
    "break no promise",
    async () => {
      expect(await platform.brokenPromises()).toEqual([]);
    },
    WAIT_MS,
  );
});
