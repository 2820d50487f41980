import { handler } from "../../../functions/refund-payment/handler";
import { failureOf } from "../support/fails";
import { captureLogs } from "../support/logs";
import { type PartnerStub, startPartner } from "../support/partner";

let stub: PartnerStub;
beforeAll(async () => {
  stub = await startPartner("PAYMENT");
});
afterAll(() => stub.close());

const run = (event: unknown) => captureLogs(() => handler(event));
const fail = (event: unknown) => captureLogs(() => failureOf(handler(event)));

describe("refund-payment", () => {
  it.each([0, 2500])("returns what was refunded: %d", async (refunded) => {
    stub.partner.reply = { status: 200, body: { refunded } };
    expect((await run({ orderId: "order-1" })).result).toEqual({ refunded });
  });

  it("refunds under a key that cannot be an order's id, so that it is not taken for a charge", async () => {
    stub.partner.reply = { status: 200, body: { refunded: 0 } };
    await run({ orderId: "order-1" });
    expect(stub.partner.last).toMatchObject({ method: "POST", path: "/refunds", body: '{"orderId":"order-1"}' });
    expect(stub.partner.last.headers).toMatchObject({
      authorization: "Bearer key-in-the-secret",
      "idempotency-key": "refund:order-1",
    });
  });

  it.each([429, 500, 503])("throws PaymentUnavailable on %d", async (status) => {
    stub.partner.reply = { status, body: {} };
    expect((await fail({ orderId: "order-1" })).result.name).toBe("PaymentUnavailable");
  });

  it.each([400, 402, 404])("throws PaymentRejected on %d: a refund cannot be declined", async (status) => {
    stub.partner.reply = { status, body: {} };
    expect((await fail({ orderId: "order-1" })).result.name).toBe("PaymentRejected");
  });

  it.each([{}, { refunded: -1 }, { refunded: 0.5 }, { refunded: "0" }])(
    "throws PaymentUnavailable when the provider says 200 but %j",
    async (body) => {
      stub.partner.reply = { status: 200, body };
      expect((await fail({ orderId: "order-1" })).result.name).toBe("PaymentUnavailable");
    },
  );

  it("throws InvalidInput without an order's id", async () => {
    expect((await fail({})).result).toMatchObject({
      name: "InvalidInput",
      message: expect.stringContaining("/orderId"),
    });
  });
});
