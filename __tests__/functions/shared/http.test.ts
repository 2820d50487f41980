import { type Call, callJson } from "../../../functions/shared/http";
import { failureOf } from "../support/fails";
import { Loopback } from "../support/loopback";

let server: Loopback;
beforeAll(async () => {
  server = await Loopback.start();
});
afterAll(() => server.close());

const post = (changes: Partial<Call> = {}) =>
  callJson({
    service: "The partner",
    url: `${server.url}/deeds`,
    apiKey: "key-1",
    post: { idempotencyKey: "deed-1", body: { amount: 5 } },
    timeoutMs: 5000,
    unavailable: "CarrierUnavailable",
    ...changes,
  });

describe("callJson", () => {
  it("posts JSON with the key and the idempotency key", async () => {
    server.reply = { status: 201, body: { id: "x" } };
    expect(await post()).toEqual({ status: 201, body: { id: "x" } });
    expect(server.last).toMatchObject({ method: "POST", path: "/deeds", body: '{"amount":5}' });
    expect(server.last.headers).toMatchObject({
      authorization: "Bearer key-1",
      "content-type": "application/json",
      "idempotency-key": "deed-1",
    });
  });

  it("gets JSON with the key when there is nothing to post", async () => {
    server.reply = { status: 200, body: { id: "x" } };
    expect(await post({ post: undefined })).toEqual({ status: 200, body: { id: "x" } });
    expect(server.last).toMatchObject({ method: "GET", path: "/deeds", body: "" });
    expect(server.last.headers).toMatchObject({ authorization: "Bearer key-1" });
    expect(server.last.headers).not.toHaveProperty("idempotency-key");
  });

  it.each([200, 299, 400, 402, 428, 430, 499])("passes on an answer of status %d", async (status) => {
    server.reply = { status, body: { code: "c" } };
    expect(await post()).toEqual({ status, body: { code: "c" } });
  });

  it.each([302, 429, 500, 503, 599])("throws the unavailable error on status %d", async (status) => {
    server.reply = { status, body: {}, headers: { location: `${server.url}/elsewhere` } };
    const asked = server.received.length;
    const failure = await failureOf(post());
    expect(failure).toMatchObject({
      name: "CarrierUnavailable",
      message: `The partner answered with status ${status}.`,
    });
    expect(server.received.length).toBe(asked + 1);
  });

  it("passes on an answer that is not JSON without a body", async () => {
    server.reply = { status: 200, body: "<html>" };
    expect(await post()).toEqual({ status: 200, body: undefined });
  });

  it.each(["never", "headers only"] as const)("gives up in time when the answer is: %s", async (reply) => {
    server.reply = reply;
    const failure = await failureOf(post({ timeoutMs: 50 }));
    expect(failure).toMatchObject({
      name: "CarrierUnavailable",
      message: "The partner could not be reached: no answer within 50 ms.",
    });
    expect(failure.cause).toHaveProperty("name", "TimeoutError");
  });

  it("throws the unavailable error, with its cause, when the connection breaks", async () => {
    server.reply = "hang up";
    const failure = await failureOf(post());
    expect(failure.message).toBe("The partner could not be reached: the connection failed or broke.");
    expect(failure.cause).toHaveProperty("message", "fetch failed");
  });

  it("throws the unavailable error when nobody listens", async () => {
    const gone = await Loopback.start();
    const url = gone.url;
    await gone.close();
    expect(await failureOf(post({ url }))).toMatchObject({ name: "CarrierUnavailable" });
  });

  it("accepts an answer of 64 KiB and no longer one", async () => {
    server.reply = { status: 200, body: `"${"x".repeat(65_534)}"` };
    expect((await post()).body).toHaveLength(65_534);
    server.reply = { status: 200, body: `"${"x".repeat(65_535)}"` };
    expect(await failureOf(post())).toMatchObject({ name: "CarrierUnavailable" });
  });
});
