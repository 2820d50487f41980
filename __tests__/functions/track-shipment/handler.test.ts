import { handler } from "../../../functions/track-shipment/handler";
import { failureOf } from "../support/fails";
import { captureLogs } from "../support/logs";
import { type PartnerStub, startPartner } from "../support/partner";

let stub: PartnerStub;
beforeAll(async () => {
  stub = await startPartner("CARRIER");
});
afterAll(() => stub.close());

const run = (event: unknown) => captureLogs(() => handler(event));
const fail = (event: unknown) => captureLogs(() => failureOf(handler(event)));

describe("track-shipment", () => {
  it.each(["IN_TRANSIT", "DELIVERED", "LOST", "UNKNOWN"])("returns what the carrier knows: %s", async (state) => {
    stub.partner.reply = { status: 200, body: { state, at: "2026-01-31T12:00:00Z" } };
    expect((await run({ orderId: "order-1" })).result).toEqual({ state });
  });

  it("asks for the order's parcel with the key of the secret, and posts nothing", async () => {
    stub.partner.reply = { status: 200, body: { state: "LOST" } };
    await run({ orderId: "order_A-1" });
    expect(stub.partner.last).toMatchObject({ method: "GET", path: "/shipments/order_A-1", body: "" });
    expect(stub.partner.last.headers).toMatchObject({ authorization: "Bearer key-in-the-secret" });
  });

  it.each([400, 404, 422, 429, 500, 503])("throws CarrierUnavailable on %d", async (status) => {
    stub.partner.reply = { status, body: {} };
    const { result, logs } = await fail({ orderId: "order-1" });
    expect(result.name).toBe("CarrierUnavailable");
    expect(JSON.parse(logs)).toMatchObject({ level: "ERROR", orderId: "order-1" });
  });

  it.each([{}, { state: "EATEN" }, { state: null }])(
    "throws CarrierUnavailable when the carrier says 200 but %j, and names the call",
    async (body) => {
      stub.partner.reply = { status: 200, body };
      const { result } = await fail({ orderId: "order-1" });
      expect(result.name).toBe("CarrierUnavailable");
      expect(result.message).toContain("GET /shipments/order-1");
    },
  );

  it.each(["", "../charges", "a/b"])("throws InvalidInput for the order's id %j", async (orderId) => {
    expect((await fail({ orderId })).result).toMatchObject({ name: "InvalidInput" });
  });
});
