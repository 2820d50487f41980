import { createServer, type Server } from "node:http";
import { z } from "zod";
import { type Listening, listenOnLoopback } from "../../../tools/support/listen";
import { Browser } from "../support/browser";
import { order, START_TIMEOUT_MS, startTestPlatform, type TestPlatform } from "./paths/platform";
import { listeningSockets } from "./run/listening-sockets";

/** A name that the page's owner resolves to this machine. */
const EVIL = "evil.example";
const BUCKET = "orders-dev-data-payloads-123456789012";

/** One request that a page can send without asking the server first. */
interface Attack {
  /** `fetch` with `no-cors`; a `form` of one field; an `img`; an `iframe`; a `script`; a WebSocket. */
  readonly by: "fetch" | "form" | "img" | "iframe" | "script" | "socket";
  readonly url: string;
  readonly body?: string;
}

/** Runs in the page: sends the attacks one after the other. Resolves to what the page could read of the answers. */
const ATTACK = `async (attacks) => {
  const read = [];
  const settled = (target, send) => new Promise((resolve) => {
    target.onload = target.onerror = target.onclose = resolve;
    send(target);
  });
  const add = (tag, fields) => (document.body ?? document.documentElement).append(Object.assign(tag, fields));
  const frame = (name) => Object.assign(document.createElement("iframe"), { name });
  const ways = {
    // A Blob without a type: the API takes a body without Content-Type as JSON.
    fetch: async ({ url, body }) => {
      const init = { mode: "no-cors", ...(body === undefined ? {} : { method: "POST", body: new Blob([body]) }) };
      read.push(await fetch(url, init).then((answer) => answer.text(), () => ""));
    },
    form: async ({ url, body }) => {
      const target = frame("target" + read.length);
      add(target, {});
      const form = Object.assign(document.createElement("form"), { action: url, method: "POST", target: target.name });
      for (const [name, value] of new URLSearchParams(body))
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      add(form, {});
      await settled(target, () => form.submit());
      try { read.push(target.contentDocument?.documentElement.innerText ?? ""); } catch { read.push(""); }
    },
    img: ({ url }) => settled(new Image(), (image) => { image.src = url; }),
    iframe: async ({ url }) => {
      const target = frame("");
      await settled(target, () => add(target, { src: url }));
      try { read.push(target.contentDocument?.documentElement.innerText ?? ""); } catch { read.push(""); }
    },
    script: ({ url }) => settled(document.createElement("script"), (script) => add(script, { src: url })),
    socket: ({ url }) => settled(new WebSocket(url.replace("http:", "ws:")), () => {}),
  };
  for (const attack of attacks) await ways[attack.by](attack);
  return read;
}`;

let platform: TestPlatform;
let browser: Browser;
let pages: Listening;
let partners: number[];
let waiting: string;
let completed: string;
let upload: string;
beforeAll(async () => {
  browser = await Browser.start(`MAP ${EVIL} 127.0.0.1`);
  platform = await startTestPlatform({}, { fast: false });
  const { apiUrl, awsUrl } = platform.system;
  const own = [apiUrl, awsUrl].map(portOf);
  partners = listeningSockets(process.pid).flatMap(({ port }) => (own.includes(port) ? [] : [port]));
  const site: Server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html", "x-own-site": "1" }).end("<!doctype html><body>");
  });
  pages = await listenOnLoopback(site, 0, "the page", "--port");
  const dear = order({ items: [{ sku: "OVEN", quantity: 1, unitPrice: 5_000_000 }] });
  const cheap = order();
  await Promise.all([dear, cheap].map((one) => platform.post("/orders", one)));
  await Promise.all([
    platform.becomes(dear.orderId, "AWAITING_APPROVAL"),
    platform.becomes(cheap.orderId, "COMPLETED"),
  ]);
  waiting = dear.orderId;
  completed = cheap.orderId;
  const rejected = await platform.upload("{}");
  await platform.takenIn(rejected);
  upload = `uploads/${rejected}`;
}, START_TIMEOUT_MS);
afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await platform?.stop();
});

const portOf = (url: string) => Number(new URL(url).port);
const signedFor = (service: string) =>
  `X-Amz-Credential=${encodeURIComponent(`local/20261128/eu-west-1/${service}/aws4_request`)}`;

/** Attacks that would each change something if they succeeded. */
function harmful(): Attack[] {
  const { apiUrl, awsUrl } = platform.system;
  const topic = String(platform.system.inside.deployment.one("aws_sns_topic", "-customer").attributes.arn);
  const refund = "orders-dev-fulfilment-refund-payment";
  return [
    { by: "fetch", url: `${apiUrl}/orders`, body: JSON.stringify(order({ orderId: "evil-order" })) },
    { by: "fetch", url: `${apiUrl}/orders/${waiting}/approval`, body: '{"approved":true,"reviewer":"evil"}' },
    {
      by: "fetch",
      url: `${awsUrl}/2015-03-31/functions/${refund}/invocations?${signedFor("lambda")}`,
      body: JSON.stringify({ orderId: completed }),
    },
    {
      by: "form",
      url: `${awsUrl}/?${signedFor("sns")}`,
      body: new URLSearchParams({ Action: "Publish", TopicArn: topic, Message: "evil" }).toString(),
    },
  ];
}

/** Attacks that only read, or that other checks refuse as well. */
function curious(): Attack[] {
  const { apiUrl, awsUrl } = platform.system;
  return [
    { by: "fetch", url: `${apiUrl}/orders/${waiting}` },
    { by: "img", url: `${apiUrl}/orders/${waiting}` },
    { by: "script", url: `${apiUrl}/_local/overview` },
    { by: "iframe", url: `${apiUrl}/` },
    { by: "socket", url: `${apiUrl}/` },
    { by: "img", url: `${awsUrl}/${BUCKET}/${upload}?${signedFor("s3")}` },
    {
      by: "fetch",
      url: `${awsUrl}/${BUCKET}?delete&${signedFor("s3")}`,
      body: `<Delete><Object><Key>${upload}</Key></Object></Delete>`,
    },
    ...partners.flatMap((port): Attack[] => [
      { by: "fetch", url: `http://127.0.0.1:${port}/charges`, body: '{"orderId":"evil-order","amount":1}' },
      { by: "img", url: `http://127.0.0.1:${port}/shipments/${completed}` },
    ]),
  ];
}

/** Everything that an attack could change. */
async function stateOf() {
  const { orders, onHand, ledger, shipments, deadLetters } = await platform.system.readState();
  const objects = await fetch(`${platform.system.awsUrl}/${BUCKET}?list-type=2&${signedFor("s3")}`);
  const keys = [...(await objects.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
  return { orders, onHand, ledger: [...ledger], shipments: [...shipments], deadLetters, keys };
}

/** The statuses of the first `count` answers to the page while `work` runs, without those of its own site. */
async function statusesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const statuses: number[] = [];
  const all = Promise.withResolvers<void>();
  const stop = browser.listen((method, params) => {
    const status = answered.safeParse({ method, ...params }).data;
    if (status === undefined) return;
    statuses.push(status);
    if (statuses.length === count) all.resolve();
  });
  // The events of the last request may come before its page has read the answer, or after.
  await Promise.all([all.promise, work()]);
  stop();
  return statuses;
}

/** The events that hold the status of an answer; a WebSocket's event has it in a text. */
const answered = z.union([
  z
    .object({
      method: z.literal("Network.responseReceivedExtraInfo"),
      statusCode: z.number(),
      headers: z.object({ "x-own-site": z.undefined().optional() }),
    })
    .transform(({ statusCode }) => statusCode),
  z
    .object({ method: z.literal("Network.webSocketFrameError"), errorMessage: z.string() })
    .transform(({ errorMessage }) => Number(/response code: (\d+)/.exec(errorMessage)?.[1])),
]);

describe.each(["127.0.0.1", "localhost", EVIL])("a page of http://%s, at another port", (host) => {
  it("changes nothing and reads nothing", async () => {
    const before = await stateOf();
    expect(before.keys).toContain(upload);
    await browser.open(`http://${host}:${portOf(pages.url)}/`);
    const attacks = [...harmful(), ...curious()];
    let read: unknown;
    const statuses = await statusesOf(attacks.length, async () => {
      read = await browser.run(`(${ATTACK})(${JSON.stringify(attacks)})`);
    });
    expect(statuses).toEqual(attacks.map(() => 403));
    const readable = attacks.filter(({ by }) => ["fetch", "form", "iframe"].includes(by));
    expect(read).toEqual(readable.map(() => ""));
    expect(await stateOf()).toEqual(before);
  });
});

describe("a page whose name was rebound to this machine", () => {
  const ask = (path: string, init = {}) =>
    browser.run(`fetch(${JSON.stringify(path)}, ${JSON.stringify(init)}).then((answer) => answer.text())`);

  it("has the same origin to the browser, but still gets nothing", async () => {
    const before = await stateOf();
    const { apiUrl, awsUrl } = platform.system;
    for (const port of [portOf(apiUrl), portOf(awsUrl), ...partners]) {
      await browser.open(`http://${EVIL}:${port}/`);
      for (const path of ["/", `/orders/${waiting}`, "/_local/overview", `/${BUCKET}/${upload}?${signedFor("s3")}`])
        expect(await ask(path)).toMatch(/^\{"error":"FOREIGN_HOST"/);
      const body = JSON.stringify(order({ orderId: "evil-order" }));
      const headers = { "content-type": "application/json" };
      expect(await ask("/orders", { method: "POST", headers, body })).toMatch(/^\{"error":"FOREIGN_HOST"/);
    }
    expect(await stateOf()).toEqual(before);
  });

  it("differs from the console's own page, which reads the orders", async () => {
    await browser.open(`${platform.system.apiUrl}/`);
    expect(await ask("/_local/overview")).toContain(waiting);
  });
});

test("the requests that change nothing for a page do change something for a program", async () => {
  const before = await stateOf();
  for (const { by, url, body = "" } of harmful()) {
    const sent = by === "form" ? new URLSearchParams(body) : new Blob([body]);
    const { status } = await fetch(url, { method: "POST", body: sent });
    expect([url, status]).toEqual([url, url.endsWith("/orders") ? 202 : 200]);
  }
  await platform.becomes("evil-order", "COMPLETED");
  await platform.becomes(waiting, "COMPLETED");
  // The charges of these two orders, and the refund of the completed order.
  expect((await stateOf()).ledger.length - before.ledger.length).toBe(3);
});
