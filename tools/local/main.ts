import { join, resolve } from "node:path";
import { followOrders } from "./follow-orders";
import { HELP, type Options, parseOptions, UsageError } from "./options";
import { type OrderToSend, readOrders } from "./orders-file";
import { hasEnded } from "./report/outcome";
import { reportPermissions } from "./report/permissions";
import { createReporter, type Reporter } from "./report/reporter";
import { runOnce } from "./run-once";
import { readStock, Stock } from "./stock";
import { synthesize } from "./synthesize";
import { startSystem } from "./system";

const SAMPLES = resolve(__dirname, "../../examples/orders.jsonl");
const SAMPLE_STOCK = resolve(__dirname, "../../examples/stock.json");

/** How long an interrupted run may take to stop before the process exits. */
const STOP_WITHIN_MS = 1_500;

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) {
    // The signal of Ctrl-C may arrive twice: from the terminal, and from the parent process.
    process.on(signal, () => interrupted.abort());
  }
  const unread = new AbortController();
  unread.signal.addEventListener("abort", () => interrupted.abort());
  const exitCode = (code: number): number => (unread.signal.aborted ? 1 : code);
  const exitCodeOfInterrupted = (): number => exitCode(options.once ? 1 : 0);
  interrupted.signal.addEventListener("abort", () => {
    setTimeout(() => process.exit(exitCodeOfInterrupted()), STOP_WITHIN_MS).unref();
  });
  const reporter = createReporter(options.json, unread);
  try {
    return exitCode(await run(options, reporter, interrupted.signal));
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    return exitCodeOfInterrupted();
  }
}

async function run(options: Options, reporter: Reporter, signal: AbortSignal): Promise<number> {
  const orders = ordersOf(options, reporter);
  const stockFile = options.stock ?? (options.orders === undefined ? SAMPLE_STOCK : undefined);
  const stock = new Stock(stockFile === undefined ? new Map() : readStock(stockFile));
  const { outdir, home } = await synthesize(options.env, reporter.progress, signal);
  reporter.progress(`Starting ${options.env} ...`);
  const system = await startSystem({
    ...options,
    outdir,
    stock,
    decide: decisionsOn(orders, options.approver),
    functionLog: join(home, "functions.log"),
    report: reporter.progress,
  });
  try {
    reporter.progress(`The API and the console listen on ${system.apiUrl}, the AWS endpoint on ${system.awsUrl}.`);
    reporter.progress(
      "Both accept calls from this machine only. The API also accepts unsigned calls, which AWS would refuse.",
    );
    reporter.progress(`Sending ${orders.length} orders ...`);
    if (options.once) return await runOnce(orders, system, reporter, { fast: options.fast, signal });
    const outcomes = await followOrders(orders, {
      ...system,
      onOutcome: reporter.outcome,
      onProgress: reporter.count,
      patienceMs: () => Number.POSITIVE_INFINITY,
      signal,
    });
    reporter.table(outcomes);
    if (outcomes.length === orders.length && outcomes.every(hasEnded)) reporter.progress("Press Ctrl-C to stop.");
    await untilAborted(signal);
    const { refusals, text } = reportPermissions(system.inside.authorizer, system.env);
    reporter.result([text, ...refusals].join("\n"));
    return 0;
  } finally {
    await system.stop();
  }
}

/** With --once but without --fast, leaves out orders that take days to end, and reports which. */
function ordersOf({ orders: file, once, fast, approver }: Options, reporter: Reporter): readonly OrderToSend[] {
  const all = readOrders(file ?? SAMPLES);
  const orders = all.filter(({ takesDays }) => !takesDays || fast || !once);
  const left = all.filter((order) => !orders.includes(order)).map(({ name, orderId }) => name ?? orderId);
  if (left.length > 0)
    reporter.progress(`Left out, because they take days to end (seconds with --fast): ${left.join(", ")}.`);
  return approver === "none" ? orders : orders.map(withoutApproval);
}

/** Drops a sample's decision and the expectation that depends on it: an --auto option overrides both. */
function withoutApproval(order: OrderToSend): OrderToSend {
  return order.approval === undefined ? order : { ...order, approval: undefined, expect: undefined };
}

function decisionsOn(
  orders: readonly OrderToSend[],
  approver: Options["approver"],
): (orderId: string) => boolean | undefined {
  if (approver !== "none") return () => approver === "approve";
  const approvals = new Map(orders.map(({ orderId, approval }) => [orderId, approval]));
  return (orderId) => {
    const approval = approvals.get(orderId);
    return approval === undefined || approval === "nobody" ? undefined : approval === "approved";
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolveWait) => {
    if (signal.aborted) resolveWait();
    else signal.addEventListener("abort", () => resolveWait(), { once: true });
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
