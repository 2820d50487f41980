import { createServer } from "node:http";
import { followOrders } from "../../../../tools/local/follow-orders";
import type { OrderStatus } from "../../../../tools/local/order-status";
import type { OrderToSend } from "../../../../tools/local/orders-file";
import { type Listening, listenOnLoopback } from "../../../../tools/support/listen";
import { toSend } from "./outcomes";

const order = (orderId: string, body = orderId): OrderToSend => toSend({ body, orderId });

describe("followOrders", () => {
  let api: Listening;
  let arrived: string[] = [];
  let answerTo: (body: string, path: string) => { status: number; body: object | string; afterMs?: number };
  let readProgress: () => number;

  beforeAll(async () => {
    const server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      request.on("end", () => {
        arrived.push(text);
        const { status, body, afterMs = 0 } = answerTo(text, request.url ?? "");
        const answer = typeof body === "string" ? body : JSON.stringify(body);
        setTimeout(() => response.writeHead(status).end(answer), afterMs);
      });
    });
    api = await listenOnLoopback(server, 0, "the test", "--port");
  });
  beforeEach(() => {
    arrived = [];
    answerTo = () => ({ status: 202, body: { status: "RECEIVED" } });
    readProgress = () => 0;
  });
  afterAll(() => api.close());

  const follow = async (orders: OrderToSend[], statusOf: (orderId: string) => string, patienceMs = 10_000) => {
    const reported: string[] = [];
    const outcomes = await followOrders(orders, {
      apiUrl: api.url,
      readStatuses: async (ids): Promise<OrderStatus[]> =>
        ids.map((orderId) => ({ orderId, status: statusOf(orderId), reason: undefined, updatedAt: new Date() })),
      onOutcome: (outcome) => reported.push(outcome.order.body),
      onProgress: () => {},
      patienceMs: () => patienceMs,
      isTakenIn: async () => true,
      readProgress,
      signal: new AbortController().signal,
    });
    return { outcomes, reported };
  };

  it("sends orders that share an id one after the other, in the order of the file", async () => {
    // The first gets its answer last, unless the others wait for it.
    answerTo = (body) => ({ status: 202, body: {}, afterMs: body === "a1" ? 50 : 0 });
    await follow([order("a", "a1"), order("b", "b1"), order("a", "a2"), order("a", "a3")], () => "COMPLETED");
    expect(arrived.filter((body) => body.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
    expect(arrived.indexOf("b1")).toBeLessThan(arrived.indexOf("a2"));
  });

  it("reports outcomes in the order of the file, even if a later order ends first", async () => {
    let looks = 0;
    const { reported } = await follow([order("slow"), order("quick")], (id) => {
      if (id === "slow") looks += 1;
      return id === "quick" || looks > 2 ? "COMPLETED" : "FULFILLING";
    });
    expect(reported).toEqual(["slow", "quick"]);
  });

  it("gives a refused order its error code and does not follow it", async () => {
    answerTo = () => ({ status: 409, body: { error: "ORDER_CONFLICT", message: "m" } });
    const asked: string[] = [];
    const { outcomes } = await follow([order("a")], (id) => {
      asked.push(id);
      return "COMPLETED";
    });
    expect(outcomes).toMatchObject([{ http: 409, status: null, reason: "ORDER_CONFLICT" }]);
    expect(asked).toEqual([]);
  });

  it("gives up after its patience without progress, with the last status seen", async () => {
    const { outcomes, reported } = await follow(
      [order("a"), order("stuck")],
      (id) => (id === "a" ? "COMPLETED" : "SHIPPED"),
      50,
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["COMPLETED", "SHIPPED"]);
    expect(reported).toEqual(["a"]);
  });

  it("fails when the API is gone", async () => {
    const gone = followOrders([order("a")], {
      apiUrl: "http://127.0.0.1:1",
      readStatuses: async () => [],
      onOutcome: () => {},
      onProgress: () => {},
      patienceMs: () => 10_000,
      isTakenIn: async () => true,
      readProgress: () => 0,
      signal: new AbortController().signal,
    });
    await expect(gone).rejects.toThrow("ECONNREFUSED");
  });

  it("goes on while the platform works, even if no order changes its status", async () => {
    let looks = 0;
    readProgress = () => looks;
    const { outcomes } = await follow(
      [order("large")],
      () => {
        looks += 1;
        return looks > 5 ? "COMPLETED" : "FULFILLING";
      },
      150,
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["COMPLETED"]);
  });

  describe("uploads", () => {
    const key = "uploads/up-1";
    const place = () => ({
      uploadUrl: `${api.url}/put`,
      method: "PUT",
      headers: { "x-test": "1" },
      key,
      expiresAt: "",
    });
    const rejected = (orderId: string, updatedAt = new Date(Date.now() + 60_000)): OrderStatus => ({
      orderId,
      status: "REJECTED",
      reason: "INVALID_JSON: it is empty",
      updatedAt,
    });

    const upload = async (sent: OrderToSend, records: readonly OrderStatus[]) => {
      const looked: boolean[] = [];
      const outcomes = await followOrders([sent], {
        apiUrl: api.url,
        readStatuses: async (ids) => records.filter(({ orderId }) => ids.includes(orderId)),
        onOutcome: () => {},
        onProgress: () => {},
        patienceMs: () => 200,
        isTakenIn: async () => {
          looked.push(true);
          return looked.length > 2;
        },
        readProgress: () => 0,
        signal: new AbortController().signal,
      });
      expect(looked.length).toBeGreaterThan(2);
      return outcomes[0];
    };

    beforeEach(() => {
      answerTo = (_body, path) => {
        if (path === "/uploads") return { status: 201, body: place() };
        return path === "/put" ? { status: 200, body: "" } : { status: 413, body: { error: "TOO_LARGE" } };
      };
    });

    const completed: OrderStatus = { orderId: "a", status: "COMPLETED", reason: undefined, updatedAt: new Date() };

    it("an order that is too large for POST /orders is uploaded unchanged", async () => {
      const sent = toSend({ orderId: "a", body: '{"orderId":"a","ä":"😀"}' });
      expect(await upload(sent, [completed])).toMatchObject({ http: 201, status: "COMPLETED", uploadId: "up-1" });
      expect(arrived).toEqual([sent.body, "{}", sent.body]);
    });

    it("an order that is never to be uploaded stays refused", async () => {
      const outcomes = await follow([toSend({ orderId: "a", upload: "never" })], () => "COMPLETED");
      expect(outcomes.outcomes).toMatchObject([{ http: 413, status: null, reason: "TOO_LARGE" }]);
    });

    it.each([
      ["under the order's id", toSend({ orderId: "a", upload: "always" }), rejected("a"), "a"],
      [
        "under the id before the cut",
        toSend({ body: '{"orderId": "b", "items":[', upload: "always" }),
        rejected("b"),
        "b",
      ],
      [
        "under the upload's id, if the order's is taken",
        toSend({ orderId: "a", upload: "always" }),
        rejected("up-1"),
        "up-1",
      ],
      [
        "under the upload's id, if there is no other",
        toSend({ body: "<>", upload: "always" }),
        rejected("up-1"),
        "up-1",
      ],
    ])("a rejected upload is found %s", async (_name, sent, record, orderId) => {
      expect(await upload(sent, [record])).toMatchObject({
        orderId,
        uploadId: "up-1",
        http: 201,
        status: "REJECTED",
        reason: "INVALID_JSON: it is empty",
      });
    });

    it("an earlier rejection under the same id is not this upload's", async () => {
      const sent = toSend({ orderId: "a", upload: "always" });
      const outcome = await upload(sent, [rejected("a", new Date(Date.now() - 60_000)), completed]);
      expect(outcome?.status).toBe("COMPLETED");
    });

    it("an upload without a record has not ended", async () => {
      expect(await upload(toSend({ orderId: "a", upload: "always" }), [])).toMatchObject({
        http: 201,
        status: "UPLOADED",
      });
    });

    it("a refusal by S3 is reported with its code", async () => {
      answerTo = (_body, path) =>
        path === "/uploads"
          ? { status: 201, body: place() }
          : { status: 413, body: "<Error><Code>EntityTooLarge</Code></Error>" };
      const { outcomes } = await follow([toSend({ orderId: "a", upload: "always" })], () => "COMPLETED");
      expect(outcomes).toMatchObject([{ http: 413, status: null, reason: "EntityTooLarge" }]);
    });

    it("a refused request for an upload URL is reported with its code", async () => {
      answerTo = () => ({ status: 503, body: { error: "TRY_AGAIN" } });
      const { outcomes } = await follow([toSend({ orderId: "a", upload: "always" })], () => "COMPLETED");
      expect(outcomes).toMatchObject([{ http: 503, status: null, reason: "TRY_AGAIN" }]);
    });
  });
});
