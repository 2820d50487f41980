import { codeOf } from "../../support/errors";
import { jsonLine } from "./json-lines";
import { orderTable } from "./order-table";
import { isAsExpected, type Outcome } from "./outcome";

/** Writes a run's results to standard output and everything else to standard error. */
export interface Reporter {
  readonly progress: (line: string) => void;
  readonly result: (text: string) => void;
  /** One order has ended. */
  readonly outcome: (outcome: Outcome) => void;
  /** How many orders have ended. */
  readonly count: (ended: number, all: number) => void;
  readonly table: (outcomes: readonly Outcome[]) => void;
}

const REPORT_COUNT_EVERY_MS = 5_000;

/**
 * With `json`, standard output holds JSON Lines only, and the table goes to standard error. When the reader closes the
 * pipe, as `| head` does, `unread` is aborted and nothing more is written.
 */
export function createReporter(json: boolean, unread: AbortController): Reporter {
  const results = json ? process.stderr : process.stdout;
  const colour = results.isTTY && !process.env.NO_COLOR;
  let countedAt = Date.now();
  let reported = new Set<Outcome["order"]>();
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (codeOf(error) !== "EPIPE") throw error;
      unread.abort();
    });
  }

  const write = (stream: NodeJS.WriteStream, line: string): void => {
    if (!unread.signal.aborted) stream.write(`${line}\n`);
  };
  const result = (text: string): void => write(results, text);
  const outcome = (it: Outcome): void => {
    reported.add(it.order);
    if (json) write(process.stdout, jsonLine(it));
  };
  return {
    progress: (line) => write(process.stderr, line),
    result,
    outcome,
    count: (ended, all) => {
      if (ended === all || Date.now() - countedAt < REPORT_COUNT_EVERY_MS) return;
      countedAt = Date.now();
      write(process.stderr, `${ended} of ${all} orders have ended ...`);
    },
    table: (outcomes) => {
      // Orders that did not end have no line yet.
      for (const it of outcomes.filter(({ order }) => !reported.has(order))) outcome(it);
      reported = new Set();
      result(orderTable(outcomes, results.isTTY, colour));
      const checked = outcomes.filter((it) => isAsExpected(it) !== undefined);
      if (checked.length > 0) result(`${checked.filter(isAsExpected).length} of ${checked.length} ended as expected.`);
    },
  };
}
