import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../support/command-line";
import { type Load, load, order, post } from "./clients";
import { startLocalRun } from "./running";

const CLIENTS = 16;
const ORDERS = 4_000;

/** Measures the local run on this machine: the time until it accepts the first order, and orders per second. */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "orders-bench-"));
  const firstOrder = join(folder, "first.json");
  writeFileSync(firstOrder, order("bench-first"));
  try {
    say("Building and synthesizing, if need be ...");
    await (await startLocalRun(firstOrder)).stop();
    say("Starting npm start ...");
    const localRun = await startLocalRun(firstOrder);
    try {
      const agent = new Agent();
      const status = await post(localRun.apiUrl, order("bench-second"), agent);
      if (status !== 202) throw new Error(`The first order got ${status}, expected 202.`);
      const firstAfter = (performance.now() - localRun.startedAt) / 1_000;
      say(`Sending ${ORDERS} orders from ${CLIENTS} clients ...`);
      report(firstAfter, await load(localRun.apiUrl, CLIENTS, ORDERS));
    } finally {
      await localRun.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

function report(firstAfter: number, { seconds, statuses, latencies }: Load): void {
  const accepted = statuses.get(202) ?? 0;
  const others = [...statuses].filter(([status]) => status !== 202).map(([status, count]) => `${count} x ${status}`);
  const at = (share: number) => `${(latencies[Math.ceil(latencies.length * share) - 1] ?? 0).toFixed(0)} ms`;
  const lines = [
    `machine               ${cpus().length} cores, ${cpus()[0]?.model ?? "unknown"}, Node.js ${process.version}`,
    `start to first 202    ${firstAfter.toFixed(2)} s after npm start, once built`,
    `intake                ${(accepted / seconds).toFixed(0)} orders/s over HTTP, ${CLIENTS} clients, fulfilment behind`,
    `                      ${accepted} x 202${others.length > 0 ? `, ${others.join(", ")}` : ""} in ${seconds.toFixed(1)} s`,
    `                      half within ${at(0.5)}, 99 % within ${at(0.99)}, all within ${at(1)}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

run(main);
