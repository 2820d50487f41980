import { handler } from "../../../functions/process-payment/handler";
import { failureOf } from "../support/fails";
import { captureLogs } from "../support/logs";
import { type PartnerStub, startPartner } from "../support/partner";

let stub: PartnerStub;
beforeAll(async () => {
  stub = await startPartner("PAYMENT");
});
afterAll(() => stub.close());

const charge = { orderId: "order-1", amount: 2500, currency: "EUR", token: "tok_ok" };
const run = (event: unknown = charge) => captureLogs(() => handler(event));
const fail = (event: unknown = charge) => captureLogs(() => failureOf(handler(event)));

describe("process-payment", () => {
  it.each([200, 201])("answers the charge's id when the provider says %d", async (status) => {
    stub.partner.reply = { status, body: { chargeId: "ch_1", livemode: false } };
    expect((await run()).result).toEqual({ chargeId: "ch_1" });
  });

  it("charges under the order's id, with the key of the secret", async () => {
    stub.partner.reply = { status: 201, body: { chargeId: "ch_1" } };
    await run();
    expect(stub.partner.last).toMatchObject({ method: "POST", path: "/charges" });
    expect(JSON.parse(stub.partner.last.body)).toEqual(charge);
    expect(stub.partner.last.headers).toMatchObject({
      authorization: "Bearer key-in-the-secret",
      "idempotency-key": "order-1",
    });
  });

  it("reads the secret once for all its calls", async () => {
    stub.partner.reply = { status: 201, body: { chargeId: "ch_1" } };
    await run();
    const reads = stub.secrets.received.length;
    await run();
    await run();
    expect(reads).toBe(1);
    expect(stub.secrets.received).toHaveLength(reads);
  });

  it("throws PaymentDeclined on 402, with the provider's code and without its message", async () => {
    stub.partner.reply = { status: 402, body: { code: "insufficient_funds", message: "Ada has no money" } };
    const { result, logs } = await fail();
    expect(result.name).toBe("PaymentDeclined");
    expect(result.message).toBe("The payment provider refused POST /charges: status 402, code insufficient_funds.");
    expect(JSON.parse(logs)).toMatchObject({ level: "INFO", outcome: "PaymentDeclined", orderId: "order-1" });
    expect(logs).not.toContain("Ada");
  });

  it.each([400, 403, 404, 409, 422])("throws PaymentRejected on %d", async (status) => {
    stub.partner.reply = { status, body: "not even JSON" };
    const { result } = await fail();
    expect(result.name).toBe("PaymentRejected");
    expect(result.message).toBe(`The payment provider refused POST /charges: status ${status}, no code.`);
  });

  it.each([429, 500, 502, 503, 504])("throws PaymentUnavailable on %d", async (status) => {
    stub.partner.reply = { status, body: { code: "busy" } };
    expect((await fail()).result.name).toBe("PaymentUnavailable");
  });

  it("throws PaymentUnavailable when the connection breaks", async () => {
    stub.partner.reply = "hang up";
    expect((await fail()).result.name).toBe("PaymentUnavailable");
  });

  it.each([{}, { chargeId: "" }, { chargeId: 7 }, { chargeId: "x".repeat(201) }, "<html>", []])(
    "throws PaymentUnavailable when the provider says 200 but %j",
    async (body) => {
      stub.partner.reply = { status: 200, body };
      expect((await fail()).result.name).toBe("PaymentUnavailable");
    },
  );

  it.each([401, 403])("finds a rotated key after the old one was refused with %i", async (status) => {
    stub.key = `rotated-${status}`;
    stub.partner.reply = ({ headers }) =>
      headers.authorization === `Bearer rotated-${status}`
        ? { status: 201, body: { chargeId: "ch_2" } }
        : { status, body: {} };
    expect((await fail()).result.name).toBe("PaymentRejected");
    expect((await run()).result).toEqual({ chargeId: "ch_2" });
  });

  it.each<[string, Record<string, unknown>]>([
    ["/orderId", { orderId: "no good" }],
    ["/amount", { amount: -1 }],
    ["/amount", { amount: 1.5 }],
    ["/amount", { amount: 2 ** 53 }],
    ["/currency", { currency: "ZZZ" }],
    ["/token", { token: "4111111111111111" }],
    ["/token", { token: undefined }],
  ])("throws InvalidInput that names %s and calls nobody: %j", async (path, changes) => {
    const asked = stub.partner.received.length;
    const { result } = await fail({ ...charge, ...changes });
    expect(result.name).toBe("InvalidInput");
    expect(result.message).toContain(`Missing or wrong: ${path}.`);
    expect(result.message).not.toContain("4111");
    expect(stub.partner.received).toHaveLength(asked);
  });

  it.each([0, Number.MAX_SAFE_INTEGER])("charges an amount of %d", async (amount) => {
    stub.partner.reply = { status: 201, body: { chargeId: "ch_1" } };
    expect((await run({ ...charge, amount })).result).toEqual({ chargeId: "ch_1" });
  });

  it("logs the order's id, and neither the token nor the key, whatever happens", async () => {
    for (const reply of [{ status: 201, body: { chargeId: "ch_1" } }, { status: 500, body: {} }, "hang up"] as const) {
      stub.partner.reply = reply;
      const { logs } = await captureLogs(() => handler(charge).catch(() => undefined));
      expect(JSON.parse(logs)).toMatchObject({ service: "process-payment", orderId: "order-1" });
      expect(logs).not.toMatch(/tok_ok|rotated|Bearer/);
    }
  });
});
