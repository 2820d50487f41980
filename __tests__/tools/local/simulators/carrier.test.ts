import { type Carrier, startCarrier } from "../../../../tools/local/simulators/carrier";

describe("the simulated carrier", () => {
  let carrier: Carrier;
  beforeEach(async () => {
    carrier = await startCarrier("the-key");
  });
  afterEach(() => carrier.close());

  const post = async (path: string, body: unknown, headers: { [name: string]: string } = {}) => {
    const response = await fetch(`${carrier.url}${path}`, {
      method: "POST",
      headers: { authorization: "Bearer the-key", ...headers },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    return [response.status, answer];
  };
  const book = (orderId: string, postalCode = "20095") =>
    post("/shipments", { orderId, shipTo: { postalCode, country: "DE" } }, { "idempotency-key": orderId });
  const cancel = (orderId: string) => post("/shipments/cancel", { orderId });

  it("books a parcel once however often the same booking comes", async () => {
    expect(await book("o1")).toEqual([201, { shipmentId: "sh_1" }]);
    expect(await book("o1")).toEqual([201, { shipmentId: "sh_1" }]);
    expect(carrier.shipments).toEqual([{ shipmentId: "sh_1", orderId: "o1", postalCode: "20095", cancelled: false }]);
  });

  it("refuses the postal code 00000 and books its neighbours", async () => {
    expect(await book("o1", "00000")).toEqual([422, expect.objectContaining({ code: "ADDRESS_REFUSED" })]);
    expect((await book("o2", "00001"))[0]).toBe(201);
    expect((await book("o3", "0000"))[0]).toBe(201);
    expect(carrier.shipments.map(({ orderId }) => orderId)).toEqual(["o2", "o3"]);
  });

  it("cancels a booking once", async () => {
    await book("o1");
    expect(await cancel("o1")).toEqual([200, { cancelled: true }]);
    expect(await cancel("o1")).toEqual([200, { cancelled: false }]);
    expect(carrier.shipments[0]?.cancelled).toBe(true);
  });

  it("bars a booking that comes after its cancellation", async () => {
    expect(await cancel("o1")).toEqual([200, { cancelled: false }]);
    expect(await book("o1")).toEqual([409, expect.objectContaining({ code: "SHIPMENT_CANCELLED" })]);
    expect(carrier.shipments).toEqual([]);
  });

  it("refuses another secret", async () => {
    expect(await post("/shipments/cancel", { orderId: "o1" }, { authorization: "Bearer wrong" })).toEqual([
      401,
      expect.objectContaining({ code: "UNAUTHORIZED" }),
    ]);
  });
});
