import { AwsError, FUNCTION_ARN, type RunningApi, runApi, thingsApi } from "./api-fixture";

describe("the API", () => {
  let api: RunningApi;
  let serve: Parameters<typeof runApi>[1];

  beforeAll(async () => {
    api = await runApi(thingsApi, (call) => serve(call));
  });
  beforeEach(() => {
    api.calls.length = 0;
    api.reports.length = 0;
    serve = () => ({ output: "{}" });
  });
  afterAll(() => api.close());

  const post = async (
    body: string | Buffer,
    headers: { [name: string]: string } = { "content-type": "application/json" },
  ) => {
    const response = await fetch(`${api.url}/things`, { method: "POST", body: Buffer.from(body), headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const get = async (path: string, headers: { [name: string]: string } = {}) => {
    const response = await fetch(`${api.url}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };

  it("carries a body unharmed into the service's input, whatever characters it holds", async () => {
    const body = JSON.stringify({ name: `It's "a" \\ / \u2028 ä 漢 😀 \u0007 \n $input.body #set($x = 1) #if` });
    await post(body);
    expect(api.calls[0]?.input).toEqual({ input: body });
  });

  it("calls the service with the integration's role and answers what the response template makes", async () => {
    serve = () => ({ output: '{"id":7}' });
    expect(await post('{"name":"x"}')).toMatchObject({ status: 200, text: '{"id":7}' });
    expect(api.calls[0]).toMatchObject({
      service: "states",
      action: "StartSyncExecution",
      principal: { arn: "arn:aws:iam::123456789012:role/api" },
    });
  });

  it.each(['{"name":', "", "[]", '{"name":1}', "{}"])(
    "refuses the body %j before any service is called",
    async (body) => {
      const { status, text, headers } = await post(body);
      expect([status, JSON.parse(text)]).toEqual([400, { error: "INVALID_JSON", message: "Invalid request body" }]);
      expect(headers.get("content-type")).toBe("application/json");
      expect(api.calls).toEqual([]);
    },
  );

  it.each([
    ["a byte of Latin-1", Buffer.from('{"name":"M\u00fcller"}', "latin1")],
    ["a character that is cut off", Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xe6, 0xbc])])],
    ["half a surrogate pair", Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xed, 0xa0, 0x80, 0x22, 0x7d])])],
  ])("refuses %s because it is not JSON, and substitutes nothing", async (_what, body) => {
    for (const path of ["things", "things/1"]) {
      const response = await fetch(`${api.url}/${path}`, { method: "POST", body });
      expect([response.status, await response.json()]).toEqual([
        400,
        { error: "INVALID_JSON", message: "Invalid request body" },
      ]);
    }
    expect(api.calls).toEqual([]);
  });

  it("keeps U+FEFF as it comes: within a text, and before one, which is then no JSON", async () => {
    await post('{"name":"\ufeffx\ufffd"}');
    expect(api.calls[0]?.input).toEqual({ input: '{"name":"\ufeffx\ufffd"}' });
    expect(await post('\ufeff{"name":"x"}')).toMatchObject({ status: 400 });
  });

  it("takes a content type with parameters, and one that is missing, for JSON", async () => {
    expect(await post('{"name":"x"}', { "content-type": "application/json; charset=utf-8" })).toMatchObject({
      status: 200,
    });
    expect(await post('{"name":"x"}', {})).toMatchObject({ status: 200 });
  });

  it("refuses a content type that has no template", async () => {
    const { status, text } = await post("name=x", { "content-type": "text/plain" });
    expect([status, JSON.parse(text).error]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  });

  it.each([
    ["just below", 10 * 1024 * 1024 - 1, 200],
    ["at", 10 * 1024 * 1024, 200],
    ["above", 10 * 1024 * 1024 + 1, 413],
  ])("takes bodies up to 10 MB: %s the limit", async (_place, bytes, expected) => {
    const frame = '{"name":""}';
    const { status } = await post(frame.replace('""', `"${"x".repeat(bytes - frame.length)}"`));
    expect(status).toBe(expected);
  });

  it.each(["/", "/thing", "/things/1/2"])("answers 403 to the unknown path %s", async (path) => {
    const { status, text } = await get(path);
    expect([status, JSON.parse(text).error]).toEqual([403, "MISSING_AUTHENTICATION_TOKEN"]);
  });

  it("answers 403 to a method that the path does not have", async () => {
    const response = await fetch(`${api.url}/things`, { method: "DELETE" });
    expect(response.status).toBe(403);
  });

  it("gives templates the decoded path parameter and lets them set the status", async () => {
    serve = () => ({});
    expect(await get("/things/a%20%22b%22")).toEqual({ status: 404, text: '{"error":"UNKNOWN"}' });
    expect(api.calls[0]?.input).toEqual({ Key: { id: { S: 'a "b"' } } });
  });

  it("prefers a fixed path segment over a parameter", async () => {
    await get("/things/special");
    expect(api.calls[0]?.input).toMatchObject({ Key: { id: { S: "SPECIAL" } } });
  });

  it("knows a signed caller by the access key, and an unsigned one as the person at this machine", async () => {
    const authorization =
      "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-central-1/execute-api/aws4_request, Signature=0";
    await get("/things/special", { authorization });
    await get("/things/special");
    expect(api.calls.map(({ input }) => input.Caller)).toEqual(["arn:of:AKIAEXAMPLE", "arn:local"]);
  });

  it("chooses the response by the service's status", async () => {
    serve = () => {
      throw new AwsError("AccessDeniedException", "arn:aws:iam::123456789012:role/api is not authorized", 400);
    };
    expect(await post('{"name":"x"}')).toMatchObject({ status: 503, text: '{"error":"TRY_AGAIN"}' });
  });

  it("answers an internal failure without its details", async () => {
    serve = () => {
      throw new Error("secret of the inside at /some/path");
    };
    const { status, text } = await post('{"name":"x"}');
    expect([status, text]).toEqual([504, '{"error":"INTERNAL","message":"Try again."}']);
    expect(api.reports).toEqual(["POST /things: secret of the inside at /some/path"]);
  });

  it("answers 504 when the service takes longer than the integration's timeout", async () => {
    let answer: () => void = () => {};
    serve = () => new Promise((resolve) => (answer = () => resolve({})));
    expect((await post('{"name":"x"}')).status).toBe(504);
    answer();
  });

  describe("before a function", () => {
    const call = async (id: string) => {
      const response = await fetch(`${api.url}/things/${id}`, {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json" },
      });
      return [response.status, JSON.parse(await response.text())];
    };
    const result = (payload: object, failed = false) => ({
      StatusCode: 200,
      Payload: JSON.stringify(payload),
      ...(failed ? { FunctionError: "Unhandled" } : {}),
    });

    it("invokes it with the mapped request as its event, and answers the mapped result", async () => {
      serve = () => result({ uploadUrl: "http://x/?a=1&b=2" });
      expect(await call("a%20b")).toEqual([201, { uploadUrl: "http://x/?a=1&b=2" }]);
      expect(api.calls).toEqual([
        {
          service: "lambda",
          action: "Invoke",
          input: { FunctionName: FUNCTION_ARN, Payload: '{"id": "a b"}', InvocationType: "RequestResponse" },
          principal: {
            arn: "arn:aws:iam::123456789012:role/api",
            actor: "api POST /things/{id}",
            service: { name: "apigateway.amazonaws.com", sourceArn: undefined },
          },
        },
      ]);
    });

    it("chooses the response by the message of the function's error", async () => {
      serve = () => result({ errorType: "Error", errorMessage: "TRY_AGAIN later", trace: ["at secret.js"] }, true);
      expect(await call("x")).toEqual([503, { error: "TRY_AGAIN" }]);
    });

    it("takes the default response for an error that no pattern knows, as API Gateway does", async () => {
      serve = () => result({ errorType: "Error", errorMessage: "odd" }, true);
      expect((await call("x"))[0]).toBe(201);
    });

    it("does not take a result for an error, whatever it says", async () => {
      serve = () => result({ errorMessage: "TRY_AGAIN" });
      expect((await call("x"))[0]).toBe(201);
    });

    it("answers a call that Lambda refuses without its details", async () => {
      serve = () => {
        throw new AwsError("TooManyRequestsException", "Rate exceeded", 429);
      };
      expect(await call("x")).toEqual([504, { error: "INTERNAL", message: "Try again." }]);
    });
  });
});
