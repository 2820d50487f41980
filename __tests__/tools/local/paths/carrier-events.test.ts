import { order, START_TIMEOUT_MS, shipTo, startTestPlatform, type TestPlatform } from "./platform";

const WAIT_MS = 600_000;
const AT = "2026-01-31T12:00:00Z";

/** The carrier reports nothing about a parcel to 99999, so the tests send its events. */
describe("the carrier's events, over HTTP", () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  }, START_TIMEOUT_MS);
  afterAll(() => platform.stop());

  const shipped = async () => {
    const sent = order({ shipTo: shipTo("99999") });
    await platform.post("/orders", sent);
    await platform.becomes(sent.orderId, "SHIPPED");
    return sent.orderId;
  };
  const report = (orderId: string, event: unknown, at: unknown = AT) =>
    platform.post(`/orders/${orderId}/carrier-events`, { event, at });
  const refused = (orderId: string) => ({
    status: 409,
    body: { error: "NOT_AWAITING_DELIVERY", message: expect.stringContaining(orderId) },
  });

  it(
    "complete an order once, in whatever order and however often they come",
    async () => {
      const orderId = await shipped();
      expect(await report(orderId, "IN_TRANSIT")).toEqual({ status: 200, body: { orderId, event: "IN_TRANSIT" } });
      expect(await report(orderId, "IN_TRANSIT")).toMatchObject({ status: 200 });
      expect((await platform.get(orderId)).body.status).toBe("SHIPPED");
      expect(await report(orderId, "DELIVERED")).toMatchObject({ status: 200 });
      // The second may come before or after the order is closed. Either way it is refused.
      expect(await report(orderId, "DELIVERED")).toEqual(refused(orderId));
      await platform.becomes(orderId, "COMPLETED");
      for (const event of ["IN_TRANSIT", "DELIVERED", "LOST"])
        expect(await report(orderId, event)).toEqual(refused(orderId));
      expect((await platform.get(orderId)).body.status).toBe("COMPLETED");
    },
    WAIT_MS,
  );

  it(
    "of a lost parcel cancel the order, and later ones are refused",
    async () => {
      const orderId = await shipped();
      await report(orderId, "LOST");
      expect(await platform.becomes(orderId, "CANCELLED")).toMatchObject({ reason: "PARCEL_LOST" });
      expect(await report(orderId, "DELIVERED")).toEqual(refused(orderId));
    },
    WAIT_MS,
  );

  it(
    "that contradict each other at the same moment count once",
    async () => {
      const orderId = await shipped();
      const events = ["DELIVERED", "LOST", "DELIVERED", "LOST"];
      const answers = await Promise.all(events.map((event) => report(orderId, event)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
      const accepted = answers.find(({ status }) => status === 200)?.body.event;
      await platform.becomes(orderId, accepted === "LOST" ? "CANCELLED" : "COMPLETED");
    },
    WAIT_MS,
  );

  it(
    "that never come make the platform ask the carrier, refund the order and send a letter about its parcel",
    async () => {
      const orderId = await shipped();
      expect(await platform.becomes(orderId, "CANCELLED")).toMatchObject({ reason: "DELIVERY_OVERDUE" });
      const { deadLetters } = await platform.system.readState();
      expect(deadLetters.filter((letter) => letter.orderId === orderId)).toMatchObject([{ about: "parcel" }]);
    },
    WAIT_MS,
  );

  it(
    "that come before the order waits for them are refused, and may be sent again",
    async () => {
      const sent = order({ items: [{ sku: "OVEN", quantity: 1, unitPrice: 5_000_000 }], shipTo: shipTo("99999") });
      await platform.post("/orders", sent);
      await platform.becomes(sent.orderId, "AWAITING_APPROVAL");
      expect(await report(sent.orderId, "DELIVERED")).toEqual(refused(sent.orderId));
      await platform.post(`/orders/${sent.orderId}/approval`, { approved: true, reviewer: "R" });
      await platform.becomes(sent.orderId, "SHIPPED");
      expect(await report(sent.orderId, "DELIVERED")).toMatchObject({ status: 200 });
      await platform.becomes(sent.orderId, "COMPLETED");
    },
    WAIT_MS,
  );

  it("of an unknown order are refused", async () => {
    expect(await report("unknown", "DELIVERED")).toEqual(refused("unknown"));
    expect(await platform.get("unknown")).toMatchObject({ status: 404 });
  });

  it(
    "in any other form are refused, and the order keeps waiting",
    async () => {
      const orderId = await shipped();
      for (const [event, at] of [
        ["ARRIVED", AT],
        ["delivered", AT],
        ["", AT],
        [7, AT],
        [null, AT],
        ["DELIVERED", "yesterday"],
        ["DELIVERED", ""],
        ["DELIVERED", 7],
        ["DELIVERED", null],
      ]) {
        expect([event, at, await report(orderId, event, at)]).toMatchObject([
          event,
          at,
          { status: 422, body: { error: "INVALID_EVENT" } },
        ]);
      }
      for (const body of [{}, { event: "DELIVERED" }, { at: AT }, [], "null"])
        expect(await platform.post(`/orders/${orderId}/carrier-events`, body)).toMatchObject({ status: 422 });
      expect((await platform.get(orderId)).body.status).toBe("SHIPPED");
      await report(orderId, "DELIVERED");
    },
    WAIT_MS,
  );

  it(
    "leave every promise kept",
    async () => {
      expect(await platform.brokenPromises()).toEqual([]);
      expect(platform.reports).toEqual([]);
    },
    WAIT_MS,
  );
});
