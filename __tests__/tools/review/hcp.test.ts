import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fetchRunPlan } from "../../../tools/review/hcp";
import { type Listening, listenOnLoopback } from "../../../tools/support/listen";
import { change, plan } from "./plan-json";

const whole = plan({ changes: [change("aws_sqs_queue.whole", { after: {} })] });
const { format_version, ...rest } = plan({ changes: [change("aws_sqs_queue.redacted", { after: {} })] });
const redacted = { ...rest, plan_format_version: format_version };

/** An answer of the stand-in: a status with a body, or a redirect. */
type Answers = Readonly<
  Record<string, { readonly status?: number; readonly body?: unknown; readonly location?: string }>
>;

const run = { body: { data: { relationships: { plan: { data: { id: "plan-1" } } } } } };
const status = (name: string) => ({ body: { data: { attributes: { status: name } } } });
const usual: Answers = { "/api/v2/runs/run-1": run, "/api/v2/plans/plan-1": status("finished") };

const open: Listening[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

/** Starts a stand-in and returns its address and what it was asked. */
async function standIn(answers: Answers) {
  const asked: { readonly path: string; readonly authorization: string | undefined }[] = [];
  const answer = ({ url = "", headers }: IncomingMessage, response: ServerResponse) => {
    asked.push({ path: url, authorization: headers.authorization });
    const { status = 200, body, location } = answers[url] ?? { status: 404 };
    response.writeHead(location === undefined ? status : 307, location === undefined ? {} : { location });
    response.end(body === undefined ? "" : JSON.stringify(body));
  };
  const server = await listenOnLoopback(createServer(answer), 0, "the stand-in", "--port");
  open.push(server);
  return { url: server.url, asked, env: { TFE_HOSTNAME: server.url, TFE_TOKEN: "secret-token" } };
}

const addresses = async (env: NodeJS.ProcessEnv) =>
  (await fetchRunPlan("run-1", env)).changes.map(({ address }) => address);

test("the plan of a run is read from its redirect, which gets no token on another host", async () => {
  const store = await standIn({ "/object?key=1": { body: whole } });
  const { env, asked } = await standIn({
    ...usual,
    "/api/v2/plans/plan-1/json-output": { location: `${store.url}/object?key=1` },
  });
  expect(await addresses(env)).toEqual(["aws_sqs_queue.whole"]);
  expect(asked.map(({ authorization }) => authorization)).toEqual(Array(3).fill("Bearer secret-token"));
  expect(store.asked).toEqual([{ path: "/object?key=1", authorization: undefined }]);
});

test.each([403, 404])("a token that may not read the whole plan (%i) gets the redacted one", async (refusal) => {
  const { env } = await standIn({
    ...usual,
    "/api/v2/plans/plan-1/json-output": { status: refusal },
    "/api/v2/plans/plan-1/json-output-redacted": { body: redacted },
  });
  expect(await addresses(env)).toEqual(["aws_sqs_queue.redacted"]);
});

describe("what cannot be read is one line", () => {
  const cases: readonly (readonly [string, Answers, RegExp])[] = [
    [
      "a run that is still planning",
      { ...usual, "/api/v2/plans/plan-1": status("running") },
      /not planned yet \(running\)/,
    ],
    ["a run whose plan errored", { ...usual, "/api/v2/plans/plan-1": status("errored") }, /plan errored/],
    ["a cancelled run", { ...usual, "/api/v2/plans/plan-1": status("canceled") }, /cancelled/],
    ["a run that ended early", { ...usual, "/api/v2/plans/plan-1": status("unreachable") }, /ended before its plan/],
    ["an unknown run", {}, /knows no such run/],
    ["a wrong token", { "/api/v2/runs/run-1": { status: 401 } }, /refuses the token/],
    ["too many requests", { "/api/v2/runs/run-1": { status: 429 } }, /429.*Try again in a minute/],
    ["a failure of the host", { "/api/v2/runs/run-1": { status: 503 } }, /answered 503/],
    ["another service", { "/api/v2/runs/run-1": { body: "hello" } }, /not HCP Terraform's/],
    ["no plan for anybody", usual, /the token may not read it/],
    ["an output that is no plan", { ...usual, "/api/v2/plans/plan-1/json-output": { body: {} } }, /no plan/],
    ["a redirect to itself", { "/api/v2/runs/run-1": { location: "/api/v2/runs/run-1" } }, /redirects over 5 times/],
    ["no JSON output", { ...usual, "/api/v2/plans/plan-1/json-output": { status: 204 } }, /not planned yet/],
  ];

  test.each(cases)("%s", async (_name, answers, expected) => {
    const { env } = await standIn(answers);
    await expect(fetchRunPlan("run-1", env)).rejects.toThrow(expected);
    await expect(fetchRunPlan("run-1", env)).rejects.not.toThrow(/\n|secret-token/);
  });

  test("a host that does not answer", async () => {
    const { env } = await standIn({});
    await open.pop()?.close();
    await expect(fetchRunPlan("run-1", env)).rejects.toThrow(/cannot be reached/);
  });

  test("a malformed ID, no token, and a token that would go without TLS", async () => {
    await expect(fetchRunPlan("../plans/1", { TFE_TOKEN: "t" })).rejects.toThrow(/not the ID of a run/);
    await expect(fetchRunPlan("run-1", {})).rejects.toThrow(/Set TF_TOKEN_app_terraform_io, TFE_TOKEN/);
    const env = { TFE_HOSTNAME: "http://terraform.example.com", TFE_TOKEN: "t" };
    await expect(fetchRunPlan("run-1", env)).rejects.toThrow(/not a host of HCP Terraform/);
  });
});

test("the token of the host goes first, as Terraform names its variable", async () => {
  const answers = { ...usual, "/api/v2/plans/plan-1/json-output": { body: whole } };
  const { env, asked } = await standIn(answers);
  await addresses({ ...env, TF_TOKEN_127_0_0_1: "host-token" });
  expect(asked[0]?.authorization).toBe("Bearer host-token");
});
