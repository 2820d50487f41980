import { handler } from "../../../functions/ship-order/handler";
import { failureOf } from "../support/fails";
import { captureLogs } from "../support/logs";
import { address } from "../support/orders";
import { type PartnerStub, startPartner } from "../support/partner";

let stub: PartnerStub;
beforeAll(async () => {
  stub = await startPartner("CARRIER");
});
afterAll(() => stub.close());

const parcel = { orderId: "order-1", shipTo: address({ line2: "Backyard" }) };
const run = (event: unknown = parcel) => captureLogs(() => handler(event));
const fail = (event: unknown = parcel) => captureLogs(() => failureOf(handler(event)));

describe("ship-order", () => {
  it.each([200, 201])("returns the shipment's id when the carrier says %d", async (status) => {
    stub.partner.reply = { status, body: { shipmentId: "sh_1" } };
    expect((await run()).result).toEqual({ shipmentId: "sh_1" });
  });

  it("books under the order's id, with the key of the secret", async () => {
    stub.partner.reply = { status: 201, body: { shipmentId: "sh_1" } };
    await run();
    expect(stub.partner.last).toMatchObject({ method: "POST", path: "/shipments" });
    expect(JSON.parse(stub.partner.last.body)).toEqual(parcel);
    expect(stub.partner.last.headers).toMatchObject({
      authorization: "Bearer key-in-the-secret",
      "idempotency-key": "order-1",
    });
  });

  it("throws AddressRefused on 422, which is an outcome and not a failure, and logs no address", async () => {
    stub.partner.reply = { status: 422, body: { code: "address_refused", message: "no way to Ada Byron" } };
    const { result, logs } = await fail();
    expect(result.name).toBe("AddressRefused");
    expect(JSON.parse(logs)).toMatchObject({ level: "INFO", outcome: "AddressRefused", orderId: "order-1" });
    expect(logs).not.toContain("Ada");
  });

  it.each([400, 404, 409, 429, 500, 503])("throws CarrierUnavailable on %d", async (status) => {
    stub.partner.reply = { status, body: {} };
    const { result, logs } = await fail();
    expect(result.name).toBe("CarrierUnavailable");
    expect(JSON.parse(logs)).toMatchObject({ level: "ERROR", error: { name: "CarrierUnavailable" } });
  });

  it("throws CarrierUnavailable when the connection breaks", async () => {
    stub.partner.reply = "hang up";
    expect((await fail()).result.name).toBe("CarrierUnavailable");
  });

  it("throws CarrierUnavailable when the carrier names no shipment", async () => {
    stub.partner.reply = { status: 201, body: { shipment: "sh_1" } };
    expect((await fail()).result.name).toBe("CarrierUnavailable");
  });

  it("throws InvalidInput that names the field of the address and does not quote it", async () => {
    const { result, logs } = await fail({ ...parcel, shipTo: address({ name: "Grace\u0000", country: "Berlin" }) });
    expect(result.name).toBe("InvalidInput");
    expect(result.message).toContain("/shipTo/name, /shipTo/country");
    expect(JSON.parse(logs)).toMatchObject({ level: "ERROR", orderId: "order-1" });
    expect(logs + result.message).not.toMatch(/Grace|Berlin/);
  });
});
