import { type PaymentProvider, startPaymentProvider } from "../../../../tools/local/simulators/payment-provider";

describe("the simulated payment provider", () => {
  let provider: PaymentProvider;
  beforeEach(async () => {
    provider = await startPaymentProvider("the-key");
  });
  afterEach(() => provider.close());

  const post = async (path: string, body: unknown, headers: { [name: string]: string }) => {
    const response = await fetch(`${provider.url}${path}`, {
      method: "POST",
      headers: { authorization: "Bearer the-key", ...headers },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    return [response.status, answer];
  };
  const charge = (orderId: string, token: string, key = orderId, amount = 500) =>
    post("/charges", { orderId, amount, currency: "EUR", token }, { "idempotency-key": key });
  const refund = (orderId: string) => post("/refunds", { orderId }, { "idempotency-key": `refund:${orderId}` });

  it("charges tok_ok once, however often the same charge comes", async () => {
    expect(await charge("o1", "tok_ok")).toEqual([201, { chargeId: "ch_1" }]);
    expect(await charge("o1", "tok_ok")).toEqual([201, { chargeId: "ch_1" }]);
    expect(provider.ledger).toEqual([{ kind: "charge", orderId: "o1", id: "ch_1", amount: 500 }]);
  });

  it("does not hide a client that charges an order under two keys", async () => {
    await charge("o1", "tok_ok", "key-1");
    await charge("o1", "tok_ok", "key-2");
    expect(provider.ledger).toHaveLength(2);
  });

  it("refuses a key that comes with another body", async () => {
    await charge("o1", "tok_ok");
    expect(await charge("o1", "tok_ok", "o1", 501)).toEqual([
      409,
      expect.objectContaining({ code: "IDEMPOTENCY_KEY_REUSED" }),
    ]);
    expect(provider.ledger).toHaveLength(1);
  });

  it("fails tok_flaky twice per order, then charges", async () => {
    for (const order of ["o1", "o2"]) {
      const statuses = [
        await charge(order, "tok_flaky"),
        await charge(order, "tok_flaky"),
        await charge(order, "tok_flaky"),
      ];
      expect(statuses.map(([status]) => status)).toEqual([503, 503, 201]);
    }
  });

  it.each([
    ["tok_declined", 402, "CARD_DECLINED"],
    ["tok_unheard_of", 402, "UNKNOWN_TOKEN"],
    ["tok_down", 503, "UNAVAILABLE"],
  ])("answers %s with %i %s and charges nothing", async (token, status, code) => {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect(await charge("o1", token)).toEqual([status, expect.objectContaining({ code })]);
    }
    expect(provider.ledger).toEqual([]);
  });

  it("refunds the charge once", async () => {
    await charge("o1", "tok_ok");
    expect(await refund("o1")).toEqual([200, { refunded: 500 }]);
    expect(await refund("o1")).toEqual([200, { refunded: 500 }]);
    expect(provider.ledger.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["charge", 500],
      ["refund", 500],
    ]);
  });

  it("voids an order that was refunded before it was charged: a late charge is refused", async () => {
    expect(await refund("o1")).toEqual([200, { refunded: 0 }]);
    expect(await charge("o1", "tok_ok")).toEqual([409, expect.objectContaining({ code: "ORDER_VOIDED" })]);
    expect(provider.ledger.filter(({ kind }) => kind === "charge")).toEqual([]);
  });

  it.each([
    ["no key", {}, 400, "NO_IDEMPOTENCY_KEY"],
    ["a wrong API key", { authorization: "Bearer wrong" }, 401, "UNAUTHORIZED"],
  ])("refuses a call with %s", async (_case, headers, status, code) => {
    const body = { orderId: "o1", amount: 1, currency: "EUR", token: "tok_ok" };
    expect(await post("/charges", body, headers)).toEqual([status, expect.objectContaining({ code })]);
  });

  it.each([
    ["a negative amount", { orderId: "o1", amount: -1, currency: "EUR", token: "tok_ok" }],
    ["a fraction of a cent", { orderId: "o1", amount: 1.5, currency: "EUR", token: "tok_ok" }],
    ["a missing token", { orderId: "o1", amount: 1, currency: "EUR" }],
  ])("refuses %s", async (_case, body) => {
    expect(await post("/charges", body, { "idempotency-key": "k" })).toEqual([
      400,
      expect.objectContaining({ code: "INVALID_REQUEST" }),
    ]);
  });

  it("accepts a charge of 0", async () => {
    expect(await charge("o1", "tok_ok", "o1", 0)).toEqual([201, { chargeId: "ch_1" }]);
  });
});
