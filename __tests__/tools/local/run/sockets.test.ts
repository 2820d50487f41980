import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ListeningSocket, listeningSockets } from "./listening-sockets";
import { type LocalRun, startRun } from "./local-run";
import { oneOrder } from "./one-order";

const RUN_TIMEOUT_MS = 600_000;

// The sockets of a process are read from /proc.
const onLinux = process.platform === "linux" ? describe : describe.skip;

const folder = mkdtempSync(join(tmpdir(), "orders-sockets-"));
let run: LocalRun;
let sockets: ListeningSocket[];
let announced: number[];
onLinux("the sockets of the local run", () => {
  beforeAll(async () => {
    const orders = join(folder, "orders.json");
    writeFileSync(orders, JSON.stringify(oneOrder("sockets-1")));
    run = startRun(["--orders", orders]);
    const urls = [/console listen on (http:\S+),/, /AWS endpoint on (http:\S+)\./].map((line) => run.printed(line));
    announced = (await Promise.all(urls)).map((url) => Number(new URL(url).port));
    // By then every part has been in use.
    await run.printed(/^sockets-1 +202 +COMPLETED/m);
    sockets = listeningSockets(Number(run.process.pid));
  }, RUN_TIMEOUT_MS);
  afterAll(async () => {
    run.process.kill("SIGTERM");
    await run.ended;
    rmSync(folder, { recursive: true });
  });

  test("the local run listens for the API, the AWS endpoint, the payment provider and the carrier, on loopback", () => {
    expect(sockets.map(({ address }) => address)).toEqual(Array(4).fill("127.0.0.1"));
    expect(sockets.map(({ port }) => port)).toEqual(expect.arrayContaining(announced));
  });

  test("no socket of the local run accepts a request from a web page", async () => {
    for (const { port } of sockets) {
      const host = `127.0.0.1:${port}`;
      expect(await ask(port, { host: `evil.example:${port}` })).toMatch(/^403 .*"FOREIGN_HOST"/);
      for (const header of [{ origin: "http://evil.example" }, { "sec-fetch-site": "cross-site" }])
        expect(await ask(port, { host, ...header })).toMatch(/^403 .*"FOREIGN_ORIGIN"/);
    }
  });
});

/** What the server on a port answers to a GET with these headers. */
function ask(port: number, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path: "/", headers, agent: false }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      answer.on("end", () => resolve(`${answer.statusCode} ${body}`));
    });
    sent.on("error", reject).end();
  });
}
