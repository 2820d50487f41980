import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRun } from "./local-run";
import { oneOrder } from "./one-order";

const folder = mkdtempSync(join(tmpdir(), "orders-serve-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RUN_TIMEOUT_MS = 600_000;

const orders = join(folder, "orders.json");
writeFileSync(orders, JSON.stringify(oneOrder("served-1")));

describe("a run without --once", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "serves the API and the console until %s, then exits with 0",
    async (signal) => {
      const run = startRun(["--orders", orders]);
      const url = await run.printed(/listen on (http:\/\/127\.0\.0\.1:\d+)/);
      await run.printed(/^served-1 +202 +COMPLETED/m);

      const answer = await (await fetch(`${url}/orders/served-1`)).json();
      expect(answer).toMatchObject({ orderId: "served-1", status: "COMPLETED", totalAmount: 500, currency: "EUR" });
      const page = await fetch(`${url}/`);
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(await page.text()).not.toMatch(/(src|href)=/);
      const overview = await (await fetch(`${url}/_local/overview`)).json();
      expect(overview).toMatchObject({
        env: "dev",
        total: { COMPLETED: 1 },
        orders: [{ orderId: "served-1", status: "COMPLETED", totalAmount: 500 }],
        executions: [{ workflow: "orders-dev-fulfilment-order-fulfilment", status: "SUCCEEDED" }],
      });
      const { arn } = { arn: "", ...Object(overview).executions[0] };
      const history = await (await fetch(`${url}/_local/history?arn=${encodeURIComponent(arn)}`)).json();
      expect(history).toContainEqual(expect.objectContaining({ type: "TaskStateEntered", state: "ClaimOrder" }));

      run.process.kill(signal);
      const { code, stderr } = await run.ended;
      expect([code, stderr.includes("    at ")]).toEqual([0, false]);
    },
    RUN_TIMEOUT_MS,
  );
});

describe("a run that cannot start says why in one line", () => {
  const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

  it.each([
    ["an unknown option", ["--nope"], 2, /^Unknown option '--nope'\. See npm start -- --help\.$/],
    [
      "an environment that does not exist",
      ["--env", "nope"],
      1,
      /^There is no environment "nope"\. Known: dev, staging, prod\.$/,
    ],
    [
      "an environment in the wrong case",
      ["--env", "Prod"],
      1,
      /^There is no environment "Prod"\. Known: dev, staging, prod\.$/,
    ],
    ["an environment in another folder", ["--env", "../dev"], 1, /^There is no environment "\.\.\/dev"\. Known: /],
    ["an order file that does not exist", ["--orders", "/none.jsonl"], 1, /^\/none\.jsonl: no such file\.$/],
    ["a stock file that is not JSON", ["--stock", __filename], 1, /serve\.test\.ts: not JSON: /],
  ])(
    "%s",
    async (_name, args, expected, message) => {
      const { code, stdout, stderr } = await startRun(args).ended;
      expect([code, stdout, stderr.trimEnd().split("\n").length]).toEqual([expected, "", 1]);
      expect(stderr.trimEnd()).toMatch(message);
    },
    RUN_TIMEOUT_MS,
  );

  it("a bad line 7", async () => {
    const file = join(folder, "bad.jsonl");
    const good = JSON.stringify(oneOrder("served-1"));
    writeFileSync(file, [good, good, good, good, good, good, "{nope", good].join("\n"));
    const { code, stderr } = await startRun(["--once", "--orders", file]).ended;
    expect([code, stderr.split("\n").length]).toEqual([1, 2]);
    expect(stderr).toContain(`${file}:7: not JSON: `);
  });

  it.each(["--port", "--aws-port"])(
    "a port in use for %s",
    async (option) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      const { code, stderr } = await startRun(["--orders", orders, option, String(port)]).ended;
      server.close();
      expect(code).toBe(1);
      expect(lastLine(stderr)).toMatch(new RegExp(`^Port ${port} .*in use.*${option} N`));
      expect(stderr).not.toContain("    at ");
    },
    RUN_TIMEOUT_MS,
  );

  it("shows its help on standard output", async () => {
    const { code, stdout } = await startRun(["--help"]).ended;
    expect(code).toBe(0);
    for (const option of [
      "--env",
      "--orders",
      "--stock",
      "--once",
      "--json",
      "--port",
      "--aws-port",
      "--fast",
      "--auto-approve",
      "--auto-reject",
    ])
      expect(stdout).toContain(option);
  });
});
