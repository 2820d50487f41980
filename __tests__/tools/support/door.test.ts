import { connect } from "node:net";
import { startJsonServer } from "../../../tools/local/simulators/json-server";
import type { Listening } from "../../../tools/support/listen";
import { type RunningApi, runApi, thingsApi } from "../aws/api/api-fixture";
import { type Running, startLocalAws } from "../aws/services/fixture";

let api: RunningApi;
let local: Running;
let provider: Listening;
beforeAll(async () => {
  api = await runApi(thingsApi, () => ({}));
  local = await startLocalAws();
  provider = await startJsonServer("the provider", "key", { "POST /charges": () => ({ status: 200, body: {} }) });
});
afterAll(async () => {
  await Promise.all([api.close(), local.close(), provider.close()]);
});

const urlOf = { api: () => api.url, endpoint: () => local.endpoint.url, provider: () => provider.url };
const servers = ["api", "endpoint", "provider"] as const;

interface Answered {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** Sends bytes as they are, and reads what comes back until the server closes. */
function send(server: (typeof servers)[number], bytes: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(Number(new URL(urlOf[server]()).port), "127.0.0.1");
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    // A server that closes the connection during the write has already answered.
    socket.on("error", () => {});
    socket.on("close", () => {
      const [head = "", body = ""] = text.split("\r\n\r\n");
      const [, status] = /^HTTP\/1\.1 (\d+) /.exec(head) ?? [];
      if (status === undefined) reject(new Error(`No answer: ${text}`));
      const [, contentType] = /^content-type: (.*)$/im.exec(head) ?? [];
      // In a chunked body, chunk sizes surround the JSON.
      const json = body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1);
      resolve({ status: Number(status), contentType, body: contentType?.includes("json") ? JSON.parse(json) : body });
    });
    socket.write(bytes, "latin1");
  });
}

const get = (target: string, headers = "Host: 127.0.0.1:3000\r\n") =>
  `GET ${target} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`;
const chunked = "POST /things HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

describe.each(servers)("the %s answers with JSON", (server) => {
  it.each([
    ["an empty host in the target", get("//"), [400, 401, 403, 404]],
    ["another host in the target", get("//evil/things/A-1"), [401, 403, 404]],
    ["an absolute target", get("http://evil/things/A-1"), [400]],
    ["a target that leaves its folder", get("/x/../things/A-1"), [400]],
    ["the same, encoded", get("/x/%2e%2e/things/A-1"), [400]],
    ["an encoding that is cut off", get("/BUCKET/%"), [400]],
    ["an invalid encoding", get("/functions/%zz"), [400]],
    ["bytes beyond ASCII", get("/things/\xe9"), [400]],
    ["headers of 20 KB", get("/things/A-1", `Host: localhost\r\nX-Long: ${"a".repeat(20_000)}\r\n`), [431]],
    ["a bad chunk", `${chunked}zz\r\n{}\r\n`, [400]],
    ["no Host", get("/things/A-1", ""), [400]],
    ["input that is not HTTP", "hello\r\n\r\n", [400]],
    ["an expectation", get("/things/A-1", "Host: localhost\r\nExpect: magic\r\n"), [417]],
    ["a client that uses it as a proxy", "CONNECT evil:443 HTTP/1.1\r\nHost: evil:443\r\n\r\n", [400]],
  ])("%s", async (_name, bytes, statuses) => {
    const { status, contentType, body } = await send(server, bytes);
    expect(statuses).toContain(status);
    expect(contentType).toMatch(/^application\/json/);
    expect(body).toMatchObject({ message: expect.any(String) });
    expect(api.calls).toEqual([]);
  });

  it.each([
    "127.0.0.1",
    "127.0.0.1:3000",
    "127.255.255.255",
    "[::1]:3000",
    "localhost:4566",
    "payloads.localhost:4566",
    "payloads.s3.eu-west-1.amazonaws.com",
  ])("accepts the Host %s", async (host) => {
    const { body } = await send(server, get("/nowhere", `Host: ${host}\r\n`));
    expect(body).not.toMatchObject({ error: "FOREIGN_HOST" });
  });

  // 128.0.0.1 is just above 127.0.0.0/8, the loopback block: https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3
  it.each(["evil.example", "128.0.0.1", "126.255.255.255", "127.0.0.1.evil.example", "localhost.evil.example", ""])(
    "refuses the Host %j, which a page may have rebound to this machine",
    async (host) => {
      expect(await send(server, get("/nowhere", `Host: ${host}\r\n`))).toMatchObject({
        status: 403,
        body: { error: "FOREIGN_HOST" },
      });
    },
  );

  it.each([
    "Origin: http://evil.example",
    "Origin: http://127.0.0.1:9999",
    "Origin: https://127.0.0.1:3000",
    "Origin: null",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-site",
  ])("refuses a page with %s", async (header) => {
    expect(await send(server, get("/nowhere", `Host: 127.0.0.1:3000\r\n${header}\r\n`))).toMatchObject({
      status: 403,
      body: { error: "FOREIGN_ORIGIN" },
    });
  });

  it.each(["Origin: http://127.0.0.1:3000", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"])(
    "accepts its own page with %s",
    async (header) => {
      const { body } = await send(server, get("/nowhere", `Host: 127.0.0.1:3000\r\n${header}\r\n`));
      expect(body).not.toMatchObject({ error: "FOREIGN_ORIGIN" });
    },
  );
});

/** A signed request to the endpoint; the signature itself is not checked. */
const signed = (service: string, target: string, headers: string, body: string) =>
  `POST ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}` +
  `Authorization: AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0\r\n` +
  `Content-Length: ${body.length}\r\n\r\n${body}`;

describe("the endpoint reports as the client's fault", () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  it.each([
    [
      "JSON nested 20,000 deep",
      signed("dynamodb", "/", "X-Amz-Target: DynamoDB_20120810.PutItem\r\n", `{"Item":${deep}}`),
    ],
    ["a function's name that is cut off", signed("lambda", "/2015-03-31/functions/%zz/invocations", "", "{}")],
    ["JSON sent to S3", signed("s3", "/", "Content-Type: application/x-amz-json-1.0\r\n", "{}")],
  ])("%s", async (_name, bytes) => {
    const { status } = await send("endpoint", bytes);
    expect([400, 404, 405]).toContain(status);
    expect(local.faults).toEqual([]);
  });
});

it("only the API, which has the console, may be linked to", async () => {
  const link = "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
  const opened = get("/nowhere", `${link}Sec-Fetch-Dest: document\r\n`);
  expect((await send("api", opened)).body).not.toMatchObject({ error: "FOREIGN_ORIGIN" });
  expect(await send("endpoint", opened)).toMatchObject({ body: { error: "FOREIGN_ORIGIN" } });
  const framed = get("/nowhere", `${link}Sec-Fetch-Dest: iframe\r\n`);
  expect(await send("api", framed)).toMatchObject({ body: { error: "FOREIGN_ORIGIN" } });
});
