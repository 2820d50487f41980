import { createServer, type IncomingMessage, type Server } from "node:http";
import { Runner } from "./support/run-step";

let runner: Runner;
let server: Server;
beforeEach(() => {
  runner = new Runner();
  runner.program("sleep", 'echo "waits $1 s"');
});
afterEach(() => {
  server.close();
  runner.remove();
});

type Answer = readonly [status: number, error: string];

/** Asks an API that answers so. */
async function ask(answerTo: (request: IncomingMessage) => Answer) {
  server = createServer((request, response) => {
    const [status, error] = answerTo(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ error }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  runner.program(
    "npm",
    `[ "$*" = "run --silent pipelines -- api-url dev" ] || exit 9; echo "http://127.0.0.1:${port}/v1"`,
  );
  return runner.run("deploy-environment.yml/deploy", "Ask the API for an order", {
    ENVIRONMENT: "dev",
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "a/secret+with=signs",
    AWS_SESSION_TOKEN: "a-session-token==",
  });
}

const isSigned = ({ headers }: IncomingMessage) =>
  /^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/\d{8}\/eu-west-1\/execute-api\/aws4_request/.test(
    headers.authorization ?? "",
  ) && headers["x-amz-security-token"] === "a-session-token==";

it("passes when a stranger is refused and the deploying role hears of no such order", async () => {
  const paths = new Set<string | undefined>();
  const { status, out } = await ask((request) => {
    paths.add(request.url);
    return isSigned(request) ? [404, "UNKNOWN_ORDER"] : [403, "FORBIDDEN"];
  });
  expect([status, [...paths]]).toEqual([0, ["/v1/orders/smoke-check"]]);
  expect(out).not.toContain("waits");
});

it("waits for a stage that is not there yet", async () => {
  let requests = 0;
  const { status, out } = await ask((request) => {
    requests += 1;
    if (requests <= 4) return [403, "FORBIDDEN"];
    return isSigned(request) ? [404, "UNKNOWN_ORDER"] : [403, "FORBIDDEN"];
  });
  expect([status, out.match(/waits 10 s/g)?.length]).toEqual([0, 2]);
});

it.each<[string, (request: IncomingMessage) => Answer, string]>([
  ["lets strangers in", () => [404, "UNKNOWN_ORDER"], "answered 404 to a stranger (expected 403)"],
  ["refuses the role", () => [403, "FORBIDDEN"], "403 to this role (expected 404 UNKNOWN_ORDER)"],
  ["does not reach its table", (it) => (isSigned(it) ? [503, "TRY_AGAIN"] : [403, "FORBIDDEN"]), "503 to this role"],
  ["has no such route", (it) => (isSigned(it) ? [404, "UNKNOWN_ROUTE"] : [403, "FORBIDDEN"]), "UNKNOWN_ROUTE"],
])("fails, and says why, when the API %s", async (_, answer, expected) => {
  const { status, out } = await ask(answer);
  expect(status).toBe(1);
  expect(out).toContain("::error::");
  expect(out).toContain(expected);
  expect(out).not.toContain("a/secret");
});
