import { startApi } from "../../../../tools/aws/api/server";
import { type AwsCall, LocalAws } from "../../../../tools/aws/aws";
import { loadDeployment } from "../../../../tools/aws/deployment";
import { synthesize } from "../../../../tools/local/synthesize";
import type { JsonObject } from "../../../../tools/support/json";
import type { Listening } from "../../../../tools/support/listen";
import { everyone } from "../everyone";

const INLINE_LIMIT = 32_768;
const ESCAPED_LIMIT = 60_000;

/** The API as it is synthesized for dev, with its real templates, before services that the tests play. */
describe("the orders API as it is deployed", () => {
  let api: Listening;
  let calls: AwsCall[] = [];
  let serve: (call: AwsCall) => JsonObject;

  beforeAll(async () => {
    const { outdir } = await synthesize("dev", () => {}, new AbortController().signal);
    const aws = new LocalAws(everyone);
    for (const service of ["states", "dynamodb", "lambda"]) {
      aws.register({
        service,
        call: async (action, input, principal) => {
          const call = { service, action, input, principal };
          calls.push(call);
          return serve(call);
        },
      });
    }
    api = await startApi({
      source: loadDeployment(outdir, "dev", { awsUrl: "http://127.0.0.1:1" }),
      aws,
      port: 0,
      callerOf: () => ({ arn: "arn:local" }),
      serveLocally: () => false,
      report: () => {},
    });
  });
  beforeEach(() => {
    calls = [];
    serve = () => succeeded(202, { orderId: "o1", status: "RECEIVED" });
  });
  afterAll(() => api.close());

  const succeeded = (statusCode: number, answer: JsonObject): JsonObject => ({
    status: "SUCCEEDED",
    output: JSON.stringify({ statusCode, body: JSON.stringify(answer) }),
  });
  const post = async (body: string, type = "application/json") => {
    const response = await fetch(`${api.url}/orders`, { method: "POST", body, headers: { "content-type": type } });
    const answer: unknown = await response.json();
    return { status: response.status, answer };
  };
  const get = async (path: string) => {
    const response = await fetch(`${api.url}${path}`);
    const answer: unknown = await response.json();
    return { status: response.status, answer };
  };
  /** The input of the execution that the last call started. */
  const started = (): unknown => JSON.parse(String(calls.at(-1)?.input.input));

  it("starts the intake with the raw body and its size in bytes", async () => {
    const body = `{"orderId":"o1","note":"It's \\"quoted\\", a/b, \\\\ back, ä 漢 😀"}`;
    await post(body);
    expect(started()).toEqual({ bytes: Buffer.byteLength(body), body });
    expect(calls[0]?.input.stateMachineArn).toMatch(/:stateMachine:orders-dev-intake-order-intake:live$/);
    expect(calls[0]?.principal.arn).toMatch(/:role\/orders-dev-intake-/);
  });

  it.each([
    ["just below", INLINE_LIMIT - 1, true],
    ["at", INLINE_LIMIT, true],
    ["above", INLINE_LIMIT + 1, false],
  ])("hands a body on %s the limit of bytes", async (_place, bytes, isInline) => {
    const body = `{"x":"${"y".repeat(bytes - 8)}"}`;
    await post(body);
    expect(started()).toEqual(isInline ? { bytes, body } : { bytes });
  });

  it.each([
    ["just below", ESCAPED_LIMIT - 1, true],
    ["at", ESCAPED_LIMIT, true],
    ["above", ESCAPED_LIMIT + 1, false],
  ])("hands a body on whose escaped text is %s the limit", async (_place, characters, isInline) => {
    // Escaped, {"x":"..."} takes 12 characters, each é six.
    const inner = characters - 12;
    const body = `{"x":"${"é".repeat(Math.floor(inner / 6))}${"y".repeat(inner % 6)}"}`;
    await post(body);
    const bytes = Buffer.byteLength(body);
    expect(started()).toEqual(isInline ? { bytes, body } : { bytes });
  });

  it.each([
    [202, { orderId: "o1", status: "RECEIVED" }],
    [200, { orderId: "o1", status: "COMPLETED" }],
    [409, { error: "ORDER_CONFLICT", message: `It's "taken"` }],
    [413, { error: "TOO_LARGE", message: "Upload it." }],
    [422, { error: "INVALID_ORDER", message: "m", details: [{ path: "/a", message: "b\n$x #if" }] }],
  ])("answers %i as the intake decided", async (statusCode, answer) => {
    serve = () => succeeded(statusCode, answer);
    expect(await post("{}")).toEqual({ status: statusCode, answer });
  });

  it.each(["FAILED", "TIMED_OUT"])("answers 503 and nothing of the inside when the intake ended %s", async (status) => {
    serve = () => ({ status, error: "IntakeFailed", cause: "arn:aws:states:secret" });
    const { status: http, answer } = await post("{}");
    expect([http, answer]).toEqual([503, { error: "TRY_AGAIN", message: expect.not.stringContaining("arn:") }]);
  });

  it.each(["", "{", "not json", '{"a":1}}'])("answers 400 to %j and starts nothing", async (body) => {
    expect(await post(body)).toEqual({ status: 400, answer: { error: "INVALID_JSON", message: expect.any(String) } });
    expect(calls).toEqual([]);
  });

  it("leaves it to the intake to judge JSON of the wrong type", async () => {
    await post("[1]");
    expect(started()).toEqual({ bytes: 3, body: "[1]" });
  });

  it("answers 415 to another content type and starts nothing", async () => {
    expect(await post("{}", "text/csv")).toMatchObject({ status: 415, answer: { error: "UNSUPPORTED_MEDIA_TYPE" } });
    expect(calls).toEqual([]);
  });

  it("answers the order's status from its record", async () => {
    const item = {
      orderId: { S: "o1" },
      status: { S: "CANCELLED" },
      totalAmount: { N: "0" },
      currency: { S: "EUR" },
      receivedAt: { S: "2026-01-01T00:00:00.000Z" },
      updatedAt: { S: "2026-01-01T00:00:01.000Z" },
    };
    serve = () => ({ Item: { ...item, reason: { S: "OUT_OF_STOCK" } } });
    const answer = {
      orderId: "o1",
      status: "CANCELLED",
      totalAmount: 0,
      currency: "EUR",
      receivedAt: "2026-01-01T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:01.000Z",
    };
    expect(await get("/orders/o1")).toEqual({ status: 200, answer: { ...answer, reason: "OUT_OF_STOCK" } });
    serve = () => ({ Item: item });
    expect(await get("/orders/o1")).toEqual({ status: 200, answer });
  });

  it.each(["o1", "a%22%7D", "x".repeat(3_000)])("answers 404 to the unknown order %s", async (id) => {
    serve = () => ({});
    expect(await get(`/orders/${id}`)).toMatchObject({ status: 404, answer: { error: "UNKNOWN_ORDER" } });
  });

  const message = async (path: string, body: string) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${api.url}${path}`, { method: "POST", body, headers });
    const answer: unknown = await response.json();
    return { status: response.status, answer };
  };

  it.each([
    ["/orders/o1/approval", "resolve-approval", '{"approved":true,"reviewer":"It\'s \\"me\\" a/b ä 漢 😀"}'],
    ["/orders/o1/carrier-events", "carrier-event", '{"event":"LOST","at":"2026-01-31T12:00:00Z"}'],
  ])("hands POST %s to %s, the body parsed", async (path, workflow, body) => {
    serve = () => succeeded(200, { orderId: "o1" });
    expect(await message(path, body)).toEqual({ status: 200, answer: { orderId: "o1" } });
    expect(started()).toEqual({ orderId: "o1", body: JSON.parse(body) });
    expect(calls[0]?.input.stateMachineArn).toMatch(new RegExp(`:orders-dev-fulfilment-${workflow}:live$`));
  });

  it.each(["/orders/o1/approval", "/orders/o1/carrier-events"])(
    "answers POST %s as its workflow decided, and nothing of the inside when that failed",
    async (path) => {
      serve = () => succeeded(409, { error: "NOT_AWAITED", message: "m" });
      expect(await message(path, "{}")).toEqual({ status: 409, answer: { error: "NOT_AWAITED", message: "m" } });
      serve = () => ({ status: "FAILED", error: "TokenNotSent", cause: "the token AAAA" });
      const { status, answer } = await message(path, "{}");
      expect([status, answer]).toEqual([503, { error: "TRY_AGAIN", message: expect.not.stringContaining("AAAA") }]);
      calls = [];
      expect(await message(path, "{")).toMatchObject({ status: 400, answer: { error: "INVALID_JSON" } });
      expect(calls).toEqual([]);
    },
  );

  it("answers POST /uploads with what the function made, and 503 when it failed", async () => {
    const place = { uploadUrl: "https://b/k?X-Amz-Signature=1&x=%2F", method: "PUT", headers: {}, key: "k" };
    serve = () => ({ StatusCode: 200, Payload: JSON.stringify(place) });
    expect(await message("/uploads", "{}")).toEqual({ status: 201, answer: place });
    expect(calls[0]).toMatchObject({
      action: "Invoke",
      input: { FunctionName: expect.stringMatching(/create-upload$/) },
    });
    serve = () => ({
      StatusCode: 200,
      FunctionError: "Unhandled",
      Payload: JSON.stringify({ errorType: "InvalidSetting", errorMessage: "secret\ninside", trace: ["at x"] }),
    });
    const { status, answer } = await message("/uploads", "{}");
    expect([status, answer]).toEqual([503, { error: "TRY_AGAIN", message: expect.not.stringContaining("secret") }]);
  });

  it.each(["/", "/order", "/orders", "/orders/a/b"])("answers 403 to GET %s, which is no route", async (path) => {
    expect(await get(path)).toMatchObject({ status: 403, answer: { error: "FORBIDDEN" } });
  });
});
