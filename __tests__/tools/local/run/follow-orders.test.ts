import { createServer } from "node:http";
import { followOrders } from "../../../../tools/local/follow-orders";
import type { OrderStatus } from "../../../../tools/local/order-status";
import type { OrderToSend } from "../../../../tools/local/orders-file";
import { type Listening, listenOnLoopback } from "../../../../tools/local/report/listen";

const order = (orderId: string, body = orderId): OrderToSend => ({ body, orderId, name: undefined, expect: undefined });

describe("followOrders", () => {
  let api: Listening;
  let arrived: string[] = [];
  let answerTo: (body: string) => { status: number; body: object; afterMs?: number };

  beforeAll(async () => {
    const server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      request.on("end", () => {
        arrived.push(text);
        const { status, body, afterMs = 0 } = answerTo(text);
        setTimeout(() => response.writeHead(status).end(JSON.stringify(body)), afterMs);
      });
    });
    api = await listenOnLoopback(server, 0, "the test", "--port");
  });
  beforeEach(() => {
    arrived = [];
    answerTo = () => ({ status: 202, body: { status: "RECEIVED" } });
  });
  afterAll(() => api.close());

  const follow = async (orders: OrderToSend[], statusOf: (orderId: string) => string, patienceMs = 10_000) => {
    const told: string[] = [];
    const outcomes = await followOrders(orders, {
      apiUrl: api.url,
      readStatuses: async (ids): Promise<OrderStatus[]> =>
        ids.map((orderId) => ({ orderId, status: statusOf(orderId), reason: undefined, updatedAt: new Date() })),
      onOutcome: (outcome) => told.push(outcome.order.body),
      onProgress: () => {},
      patienceMs,
      signal: new AbortController().signal,
    });
    return { outcomes, told };
  };

  it("sends orders that share an id one after the other, as they stand in the file", async () => {
    // The first is answered last, if the others do not wait for it.
    answerTo = (body) => ({ status: 202, body: {}, afterMs: body === "a1" ? 50 : 0 });
    await follow([order("a", "a1"), order("b", "b1"), order("a", "a2"), order("a", "a3")], () => "COMPLETED");
    expect(arrived.filter((body) => body.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
    expect(arrived.indexOf("b1")).toBeLessThan(arrived.indexOf("a2"));
  });

  it("tells outcomes in the order of the file, though a later order ends first", async () => {
    let looks = 0;
    const { told } = await follow([order("slow"), order("quick")], (id) => {
      if (id === "slow") looks += 1;
      return id === "quick" || looks > 2 ? "COMPLETED" : "FULFILLING";
    });
    expect(told).toEqual(["slow", "quick"]);
  });

  it("gives a refused order its error's code and asks no more about it", async () => {
    answerTo = () => ({ status: 409, body: { error: "ORDER_CONFLICT", message: "m" } });
    const asked: string[] = [];
    const { outcomes } = await follow([order("a")], (id) => {
      asked.push(id);
      return "COMPLETED";
    });
    expect(outcomes).toMatchObject([{ http: 409, status: null, reason: "ORDER_CONFLICT" }]);
    expect(asked).toEqual([]);
  });

  it("gives up when nothing moves for so long, with the last status that was seen", async () => {
    const { outcomes, told } = await follow(
      [order("a"), order("stuck")],
      (id) => (id === "a" ? "COMPLETED" : "SHIPPED"),
      50,
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["COMPLETED", "SHIPPED"]);
    expect(told).toEqual(["a"]);
  });

  it("fails when the API is gone", async () => {
    const gone = followOrders([order("a")], {
      apiUrl: "http://127.0.0.1:1",
      readStatuses: async () => [],
      onOutcome: () => {},
      onProgress: () => {},
      patienceMs: 10_000,
      signal: new AbortController().signal,
    });
    await expect(gone).rejects.toThrow("ECONNREFUSED");
  });
});
