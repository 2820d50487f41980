import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allPromises } from "../../../../tools/local/promises/all";
import { startRun } from "./local-run";

const folder = mkdtempSync(join(tmpdir(), "orders-run-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RUN_TIMEOUT_MS = 600_000;

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
    "exits with 0 if every sample ended as expected and every promise held",
    async () => {
      const { code, stdout, stderr } = await startRun(["--once", "--fast"]).ended;
      expect([code, stderr.includes("    at ")]).toEqual([0, false]);
      expect(stdout).toMatch(/^(\d+) of \1 ended as expected\.$/m);
      expect(stdout.match(/^ {2}held {4}/gm)).toHaveLength(allPromises.length);
      const [, largest] = /^The largest input or output of a state has (\d+) bytes: orders-dev-/m.exec(stdout) ?? [];
      expect(Number(largest)).toBeLessThanOrEqual(65_536);
      // Not on a terminal: no colour, no frames.
      expect(stdout).not.toContain("\u001b");
      expect(stdout).not.toMatch(/[\u2500-\u257f]/);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "prints one JSON line per order sent, duplicates and conflicts included, and nothing else on standard output",
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
      const ms = expect.any(Number);
      expect(linesOf(stdout)).toEqual([
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

  it.each([[[]], [["--json"]]])(
    "exits with 1 and no stack trace when the reader of its output is gone: %j",
    async (more) => {
      const run = startRun(["--once", "--fast", "--orders", write("unread.jsonl", [order("a")]), ...more]);
      run.process.stdout?.destroy();
      const { code, stderr } = await run.ended;
      expect(code).toBe(1);
      expect(stderr).not.toMatch(/EPIPE|Unhandled| {4}at /);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "exits with 1 if a sample does not end as expected, and says which",
    async () => {
      const wrong = { name: "hopeful", expect: { http: 202, status: "CANCELLED" }, order: order("a") };
      const { code, stdout } = await startRun(["--once", "--fast", "--orders", write("wrong.jsonl", [wrong])]).ended;
      expect(code).toBe(1);
      expect(stdout).toMatch(/^hopeful +202 +COMPLETED .*no: 202 CANCELLED$/m);
      expect(stdout).toContain("1 of 1 orders did not end as their file expects");
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "uploads orders that are too large to post, and reports rejected uploads under the id that GET knows",
    async () => {
      const large = order("large", { items: generated(1_500) });
      const file = write("uploads.jsonl", [
        large,
        { order: large, upload: false },
        { body: "", upload: true },
        { order: order("small"), upload: true },
        { order: order("small", { currency: "USD" }), upload: true },
        { order: order("wrong", { items: generated(1_500) }), upload: true, generate: { lines: 9, wrongLine: 8 } },
      ]);
      const { code, stdout } = await startRun(["--once", "--json", "--fast", "--orders", file]).ended;
      const ms = expect.any(Number);
      const uploadId = expect.stringMatching(/^[0-9a-f-]{36}$/);
      expect(linesOf(stdout)).toEqual([
        { orderId: "large", http: 201, status: "COMPLETED", ms },
        { orderId: "large", http: 413, status: null, reason: "TOO_LARGE", ms },
        { orderId: uploadId, http: 201, status: "REJECTED", reason: expect.stringMatching(/^INVALID_JSON: /), ms },
        { orderId: "small", http: 201, status: "COMPLETED", ms },
        { orderId: uploadId, http: 201, status: "REJECTED", reason: expect.stringMatching(/^ORDER_CONFLICT: /), ms },
        { orderId: "wrong", http: 201, status: "REJECTED", reason: expect.stringContaining("/items/8/quantity"), ms },
      ]);
      expect(code).toBe(0);
    },
    RUN_TIMEOUT_MS,
  );

  const expensive = (orderId: string) => order(orderId, { items: [{ sku: "A", quantity: 1, unitPrice: 5_000_000 }] });

  it.each([
    ["--auto-approve", { status: "COMPLETED" }],
    ["--auto-reject", { status: "CANCELLED", reason: "APPROVAL_REFUSED" }],
  ])(
    "with %s decides at once, whatever decision a sample asks for",
    async (option, end) => {
      const file = write("approvals.jsonl", [
        expensive("plain"),
        { order: expensive("sample"), approval: "nobody", expect: { http: 202, status: "CANCELLED" } },
      ]);
      const { code, stdout } = await startRun(["--once", "--json", option, "--orders", file]).ended;
      const ms = expect.any(Number);
      expect(linesOf(stdout)).toEqual([
        { orderId: "plain", http: 202, ...end, ms },
        { orderId: "sample", http: 202, ...end, ms },
      ]);
      expect(code).toBe(0);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "does not wait for ever for a decision or a carrier: it says so and exits with 1",
    async () => {
      const silent = order("silent", { shipTo: { ...order("").shipTo, postalCode: "99999" } });
      const file = write("waiting.jsonl", [expensive("costly"), silent, order("plain")]);
      const { code, stdout } = await startRun(["--once", "--orders", file]).ended;
      expect(stdout).toMatch(
        /^costly is AWAITING_APPROVAL and waits for .*POST \/orders\/costly\/approval.*--auto-approve/m,
      );
      expect(stdout).toMatch(/^silent is SHIPPED and waits for the carrier.*--fast/m);
      expect(stdout).toMatch(/^plain +202 +COMPLETED/m);
      expect(code).toBe(1);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "leaves out orders that take days, and says so",
    async () => {
      const file = write("days.jsonl", [{ order: expensive("days"), takesDays: true }, order("plain")]);
      const { code, stdout, stderr } = await startRun(["--once", "--json", "--orders", file]).ended;
      expect(linesOf(stdout)).toMatchObject([{ orderId: "plain", status: "COMPLETED" }]);
      expect(stderr).toContain("Left out, because they take days to end (seconds with --fast): days.");
      expect(code).toBe(0);
    },
    RUN_TIMEOUT_MS,
  );
});

function generated(count: number) {
  return Array.from({ length: count }, (_none, index) => ({ sku: `LINE-${index}`, quantity: 1, unitPrice: 1 }));
}

function linesOf(stdout: string): object[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => ({ ...JSON.parse(line) }));
}
