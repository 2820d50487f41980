import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { z } from "zod";
import { run } from "../support/command-line";
import { UPLOAD_LIMIT, uploads } from "./uploads";

const root = resolve(__dirname, "..", "..");

/** The function's heap in MB. The rest of its 512 MB is for buffers and Node.js itself. */
const HEAP_MEGABYTES = 320;

/** Calls the function once, as Lambda does, and sends its answer and its peak memory. */
const runner = `
const { handler } = require(process.argv[1]);
const startedAt = performance.now();
let bytes = 0;
// Not resourceUsage().maxRSS: on Linux, that starts at the parent's value.
const look = () => { bytes = Math.max(bytes, process.memoryUsage.rss()); };
setInterval(look, 5).unref();
handler(JSON.parse(process.argv[2])).then((answer) => {
  const { valid, rejection, order } = answer;
  const said = valid ? order.lineCount + " lines, " + order.linesAt.length + " bytes of linesAt" : rejection.reason;
  const seconds = (performance.now() - startedAt) / 1000;
  look();
  process.send({ said, seconds, megabytes: bytes / 1e6, answerBytes: JSON.stringify(answer).length });
});`;

const measured = z.object({ said: z.string(), seconds: z.number(), megabytes: z.number(), answerBytes: z.number() });

/** Measures the time and memory that validate-order needs for uploads of 100 MB with different contents. */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "orders-bench-"));
  const bundle = join(folder, "index.js");
  let content: Uint8Array = Buffer.alloc(0);
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.method !== "GET") return response.end();
      response.writeHead(200, { "content-length": content.length });
      response.end(content);
    });
  });
  try {
    await build({
      entryPoints: [join(root, "functions/validate-order/handler.ts")],
      outfile: bundle,
      bundle: true,
      minify: true,
      platform: "node",
      target: "node22",
      format: "cjs",
      mainFields: ["module", "main"],
    });
    const endpoint = await listen(server);
    print(`machine  ${cpus().length} cores, ${cpus()[0]?.model ?? "unknown"}, Node.js ${process.version}`);
    for (const [name, make] of Object.entries(uploads)) {
      content = make(UPLOAD_LIMIT);
      const { seconds, megabytes, answerBytes, said } = await validate(bundle, endpoint, content.length);
      const used = `${seconds.toFixed(1).padStart(5)} s ${megabytes.toFixed(0).padStart(4)} MB`;
      print(`${name.padEnd(34)}${used}  ${content.length} bytes in, ${answerBytes} out: ${said}`);
    }
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

function validate(bundle: string, endpoint: string, size: number): Promise<z.infer<typeof measured>> {
  const event = { upload: { bucket: "payloads", key: "uploads/bench", size } };
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MEGABYTES}`, "-e", runner, bundle, JSON.stringify(event)],
    {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "bench",
        AWS_SECRET_ACCESS_KEY: "bench",
        ORDER_RETENTION_DAYS: "30",
        HAND_OVER_TRIES: "3",
        HAND_OVER_SECONDS: "172800",
        LOST_AFTER_SECONDS: "1468800",
        PAYLOAD_BUCKET: "payloads",
      },
    },
  );
  return new Promise((done, fail) => {
    child.on("message", (message) => {
      done(measured.parse(message));
      child.disconnect();
    });
    child.on("exit", (code, signal) => fail(new Error(`The function's process ended: ${signal ?? code}.`)));
  });
}

function listen(server: Server): Promise<string> {
  return new Promise((done, fail) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) done(`http://127.0.0.1:${address.port}`);
      else fail(new Error("The server is not listening."));
    });
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

run(main);
