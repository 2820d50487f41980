import { handler } from "../../../functions/cancel-shipment/handler";
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

describe("cancel-shipment", () => {
  it.each([true, false])("returns whether there was a shipment to cancel: %s", async (cancelled) => {
    stub.partner.reply = { status: 200, body: { cancelled } };
    expect((await run({ orderId: "order-1" })).result).toEqual({ cancelled });
  });

  it("cancels under its own key, so that it is not taken for the booking", async () => {
    stub.partner.reply = { status: 200, body: { cancelled: true } };
    await run({ orderId: "order-1" });
    expect(stub.partner.last).toMatchObject({
      method: "POST",
      path: "/shipments/cancel",
      body: '{"orderId":"order-1"}',
    });
    expect(stub.partner.last.headers).toMatchObject({
      authorization: "Bearer key-in-the-secret",
      "idempotency-key": "cancel:order-1",
    });
  });

  it.each([400, 404, 422, 429, 500, 503])("throws CarrierUnavailable on %d", async (status) => {
    stub.partner.reply = { status, body: {} };
    expect((await fail({ orderId: "order-1" })).result.name).toBe("CarrierUnavailable");
  });

  it.each([{}, { cancelled: "yes" }, { cancelled: null }])(
    "throws CarrierUnavailable when the carrier says 200 but %j",
    async (body) => {
      stub.partner.reply = { status: 200, body };
      expect((await fail({ orderId: "order-1" })).result.name).toBe("CarrierUnavailable");
    },
  );

  it("throws InvalidInput without an order's id", async () => {
    expect((await fail({ orderId: "" })).result).toMatchObject({ name: "InvalidInput" });
  });
});
