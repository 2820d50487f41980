import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRun } from "./local-run";

const folder = mkdtempSync(join(tmpdir(), "orders-run-"));
afterAll(() => rmSync(folder, { recursive: true }));

const RUN_TIMEOUT_MS = 120_000;

function order(orderId: string, changes: { [field: string]: unknown } = {}) {
  return {
    orderId,
    customerId: "C-1",
    currency: "EUR",
    items: [
      { sku: "A", quantity: 2, unitPrice: 150 },
      { sku: "B", quantity: 1, unitPrice: 0 },
    ],
    payment: { token: "tok_ok" },
    shipTo: { name: "N", line1: "L", city: "C", postalCode: "1000", country: "BE" },
    ...changes,
  };
}

function write(name: string, lines: readonly unknown[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return file;
}

describe("a run with --once", () => {
  it(
    "ends 0 with every sample as expected and every promise held",
    async () => {
      const { code, stdout, stderr } = await startRun(["--once", "--fast"]).ended;
      expect([code, stderr.includes("    at ")]).toEqual([0, false]);
      expect(stdout).toMatch(/^(\d+) of \1 ended as expected\.$/m);
      expect(stdout.match(/^ {2}held {4}/gm)).toHaveLength(6);
      // Not on a terminal: no colour, no frames.
      expect(stdout).not.toContain("\u001b");
      expect(stdout).not.toMatch(/[\u2500-\u257f]/);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "prints one JSON line an order as sent, duplicates and conflicts among them, and nothing else on standard output",
    async () => {
      const orders = [
        order("a"),
        order("b", { payment: { token: "tok_declined" } }),
        order("a"),
        order("a", { currency: "USD" }),
        order("c", { items: [] }),
        order("d", { items: [{ sku: "SCARCE", quantity: 4, unitPrice: 1 }] }),
        order("e", { items: [{ sku: "SCARCE", quantity: 3, unitPrice: 1 }] }),
        { body: "{" },
      ];
      const stock = write("stock.json", [{ SCARCE: 3 }]);
      const args = ["--once", "--json", "--fast", "--orders", write("own.jsonl", orders), "--stock", stock];
      const { code, stdout } = await startRun(args).ended;
      const lines = stdout
        .trimEnd()
        .split("\n")
        .map((line) => ({ ...JSON.parse(line) }));
      const ms = expect.any(Number);
      expect(lines).toEqual([
        { orderId: "a", http: 202, status: "COMPLETED", ms },
        { orderId: "b", http: 202, status: "CANCELLED", reason: "PAYMENT_DECLINED", ms },
        { orderId: "a", http: 200, status: "COMPLETED", ms },
        { orderId: "a", http: 409, status: null, reason: "ORDER_CONFLICT", ms },
        { orderId: "c", http: 422, status: null, reason: "INVALID_ORDER", ms },
        { orderId: "d", http: 202, status: "CANCELLED", reason: "OUT_OF_STOCK", ms },
        { orderId: "e", http: 202, status: "COMPLETED", ms },
        { orderId: null, http: 400, status: null, reason: "INVALID_JSON", ms },
      ]);
      expect(code).toBe(0);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "ends 1 when a sample ends otherwise than it expects, and says which",
    async () => {
      const wrong = { name: "hopeful", expect: { http: 202, status: "CANCELLED" }, order: order("a") };
      const { code, stdout } = await startRun(["--once", "--fast", "--orders", write("wrong.jsonl", [wrong])]).ended;
      expect(code).toBe(1);
      expect(stdout).toMatch(/^hopeful +202 +COMPLETED .*no: 202 CANCELLED$/m);
      expect(stdout).toContain("1 of 1 orders did not end as their file expects");
    },
    RUN_TIMEOUT_MS,
  );
});
