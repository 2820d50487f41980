// Runs fauxqs in a thread of its own. It is loaded by Node.js itself (types stripped), because fauxqs is an ES module
// and what starts it is not: under Jest one cannot load the other.
import { registerHooks } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { FauxqsAnswer, FauxqsOptions, FauxqsRequest, FauxqsStarted } from "./messages";

const { accountId, region }: FauxqsOptions = workerData;

// fauxqs has no option for either, so its code is changed as it loads: the account id of its ARNs, which it writes as
// twelve zeros, and the largest body, which must hold an object of 100 MB that comes in one piece.
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.includes("/fauxqs/dist/") || !loaded.source) return loaded;
    const source = loaded.source
      .toString()
      .replaceAll(/\b0{12}\b/g, accountId)
      .replace("bodyLimit: 11 * 1_048_576", "bodyLimit: 128 * 1_048_576");
    return { ...loaded, source };
  },
});

const { buildApp } = await import("fauxqs");
const app = buildApp({ logger: false, defaultRegion: region });
await app.listen({ host: "127.0.0.1", port: 0 });

parentPort?.on("message", async ({ id, method, path, headers, body }: FauxqsRequest) => {
  const { statusCode, headers: answered, body: text } = await app.inject({ method, url: path, headers, payload: body });
  const plain = Object.fromEntries(Object.entries(answered).map(([name, value]) => [name, String(value)]));
  const answer: FauxqsAnswer = { id, status: statusCode, headers: plain, body: text };
  parentPort?.postMessage(answer);
});

const started: FauxqsStarted = { port: app.addresses()[0]?.port ?? 0 };
parentPort?.postMessage(started);
