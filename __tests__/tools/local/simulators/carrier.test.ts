import { fastPace } from "../../../../tools/aws/pace";
import { type Carrier, startCarrier } from "../../../../tools/local/simulators/carrier";
import { type Platform, startPlatform } from "./platform";

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
  const cancel = (orderId: string) =>
    post("/shipments/cancel", { orderId }, { "idempotency-key": `cancel:${orderId}` });

  it("books a parcel once, however often the same booking comes", async () => {
    expect(await book("o1")).toEqual([201, { shipmentId: "sh_1" }]);
    expect(await book("o1")).toEqual([201, { shipmentId: "sh_1" }]);
    expect(carrier.shipments).toEqual([
      { shipmentId: "sh_1", orderId: "o1", postalCode: "20095", cancelled: false, state: "IN_TRANSIT" },
    ]);
  });

  it("refuses the postal code 00000 and books its neighbours", async () => {
    expect(await book("o1", "00000")).toEqual([422, expect.objectContaining({ code: "ADDRESS_REFUSED" })]);
    expect((await book("o2", "00001"))[0]).toBe(201);
    expect((await book("o3", "0000"))[0]).toBe(201);
    expect(carrier.shipments.map(({ orderId }) => orderId)).toEqual(["o2", "o3"]);
  });

  it("cancels a booking once, and answers a repeat as before", async () => {
    await book("o1");
    expect(await cancel("o1")).toEqual([200, { cancelled: true }]);
    expect(await cancel("o1")).toEqual([200, { cancelled: true }]);
    expect(carrier.shipments[0]?.cancelled).toBe(true);
  });

  it("accepts a key for one call only, of whatever kind", async () => {
    await book("o1");
    const reused = await post("/shipments/cancel", { orderId: "o2" }, { "idempotency-key": "o1" });
    expect(reused).toEqual([409, expect.objectContaining({ code: "IDEMPOTENCY_KEY_REUSED" })]);
  });

  it("refuses a booking that comes after its cancellation", async () => {
    expect(await cancel("o1")).toEqual([200, { cancelled: false }]);
    expect(await book("o1")).toEqual([409, expect.objectContaining({ code: "SHIPMENT_CANCELLED" })]);
    expect(carrier.shipments).toEqual([]);
  });

  it("refuses a wrong API key", async () => {
    expect(await post("/shipments/cancel", { orderId: "o1" }, { authorization: "Bearer wrong" })).toEqual([
      401,
      expect.objectContaining({ code: "UNAUTHORIZED" }),
    ]);
  });
});

describe("the carrier's events", () => {
  let carrier: Carrier;
  let platform: Platform;
  let stop = () => {};
  beforeEach(async () => {
    carrier = await startCarrier("the-key", fastPace);
    platform = await startPlatform();
    stop = carrier.sendEventsTo(platform.url);
  });
  afterEach(async () => {
    stop();
    await Promise.all([carrier.close(), platform.close()]);
  });

  const book = (orderId: string, postalCode: string) =>
    fetch(`${carrier.url}/shipments`, {
      method: "POST",
      headers: { authorization: "Bearer the-key", "idempotency-key": orderId },
      body: JSON.stringify({ orderId, shipTo: { postalCode, country: "DE" } }),
    });
  const track = async (orderId: string, key = "the-key") => {
    const answer = await fetch(`${carrier.url}/shipments/${orderId}`, { headers: { authorization: `Bearer ${key}` } });
    return [answer.status, await answer.json()];
  };
  const call = (orderId: string, event: string) => ({
    path: `/orders/${orderId}/carrier-events`,
    body: { event, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) },
  });

  it("report an ordinary parcel as in transit, then as delivered", async () => {
    await book("o1", "20095");
    expect(await platform.calls(2)).toEqual([call("o1", "IN_TRANSIT"), call("o1", "DELIVERED")]);
    expect(await track("o1")).toEqual([200, { state: "DELIVERED" }]);
  });

  it("report a parcel to 11111 as lost, and one to the next postal code as delivered", async () => {
    await book("o1", "11111");
    expect(await platform.calls(2)).toEqual([call("o1", "IN_TRANSIT"), call("o1", "LOST")]);
    expect(await track("o1")).toEqual([200, { state: "LOST" }]);
    await book("o2", "11112");
    expect((await platform.calls(4)).slice(2)).toEqual([call("o2", "IN_TRANSIT"), call("o2", "DELIVERED")]);
  });

  it("report nothing about a parcel to 99999, which stays in transit for ever", async () => {
    await book("silent", "99999");
    await book("o2", "20095");
    // By the time the second parcel has arrived, the first would have arrived as well.
    expect((await platform.calls(2)).map(({ path }) => path)).not.toContain("/orders/silent/carrier-events");
    expect(await track("silent")).toEqual([200, { state: "IN_TRANSIT" }]);
  });

  it("are sent again after 409, 503 and a broken connection, and not after 200 or 422", async () => {
    platform.answers.push(409, 503, "break", 200, 422);
    await book("o1", "20095");
    const events = ["IN_TRANSIT", "IN_TRANSIT", "IN_TRANSIT", "IN_TRANSIT", "DELIVERED"];
    expect(await platform.calls(5)).toEqual(events.map((event) => call("o1", event)));
    await book("o2", "20095");
    // No more events of the first parcel came in between.
    expect((await platform.calls(7)).slice(5)).toEqual([call("o2", "IN_TRANSIT"), call("o2", "DELIVERED")]);
  });

  it("stop when the shipment is cancelled, and its state is then unknown", async () => {
    platform.answers.push(409);
    await book("o1", "20095");
    await platform.calls(1);
    await fetch(`${carrier.url}/shipments/cancel`, {
      method: "POST",
      headers: { authorization: "Bearer the-key", "idempotency-key": "cancel:o1" },
      body: JSON.stringify({ orderId: "o1" }),
    });
    expect(await track("o1")).toEqual([200, { state: "UNKNOWN" }]);
    // By the time the events of two other parcels have come one after the other, this one would have come as well.
    for (const other of ["o2", "o3"]) {
      await book(other, "20095");
      await platform.callsWhen((calls) => calls.filter(({ path }) => path.includes(other)).length === 2);
    }
    const ofFirst = (await platform.calls(1)).filter(({ path }) => path.includes("o1"));
    expect(ofFirst).not.toContainEqual(call("o1", "DELIVERED"));
  });

  it("cannot be read with a wrong API key", async () => {
    expect(await track("o1", "wrong")).toEqual([401, expect.objectContaining({ code: "UNAUTHORIZED" })]);
    expect(await track("o1")).toEqual([200, { state: "UNKNOWN" }]);
  });
});
