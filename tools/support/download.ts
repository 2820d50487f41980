import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import type { SetUp } from "./cache";

/** How long a host may send nothing. */
const SILENCE_MS = 30_000;

/**
 * Downloads the file at a URL, through the proxy of HTTPS_PROXY or HTTP_PROXY. Reports progress at every quarter.
 * Rejects if the host cannot be reached, falls silent, answers anything but 200, or sends less than it announced.
 */
export async function download(url: string, { env, say }: SetUp): Promise<Buffer> {
  const response = await ask(url, env);
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`the host answered ${response.statusCode}`);
  }
  const total = Number(response.headers["content-length"]);
  const chunks: Buffer[] = [];
  let [received, quarters] = [0, 0];
  for await (const chunk of response) {
    chunks.push(chunk);
    received += chunk.length;
    const reached = Math.floor((4 * received) / total);
    if (reached > quarters) say(`  ${25 * reached} % of ${(total / 1e6).toFixed(1)} MB`);
    quarters = Math.max(quarters, reached);
  }
  return Buffer.concat(chunks);
}

function ask(url: string, proxyEnv: NodeJS.ProcessEnv): Promise<IncomingMessage> {
  const { get, Agent } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: new Agent({ proxyEnv }), timeout: SILENCE_MS }, resolve);
    request.on("error", reject);
    request.on("timeout", () => request.destroy(new Error(`the host sent nothing for ${SILENCE_MS / 1000} s`)));
  });
}
