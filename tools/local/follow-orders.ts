import { setTimeout as delay } from "node:timers/promises";
import type { Answer } from "./answer";
import type { OrderStatus } from "./order-status";
import type { OrderToSend } from "./orders-file";
import { hasEnded, isTerminal, type Outcome } from "./report/outcome";
import { type Sending, sendOrders } from "./send-orders";
import type { Uploading } from "./upload-order";

export interface Following extends Uploading, Pick<Sending, "concurrency"> {
  /** Called as orders end, in the order of the file. */
  readonly onOutcome: (outcome: Outcome) => void;
  /** Called after every read of the table. */
  readonly onProgress: (ended: number, all: number) => void;
  /** How long to wait without any progress before giving up, given the statuses of the open orders. */
  readonly patienceMs: (open: readonly string[]) => number;
  /** A number that changes while the platform works on orders, even if no status changes. */
  readonly readProgress: () => number;
}

const LOOK_EVERY_MS = 100;
/** How many times as long as a read to pause after it, so that watching does not slow the platform down. */
const PAUSE_PER_LOOK = 9;

/**
 * Sends the orders and follows each until it ends. Resolves to all outcomes, in the order of the file. An order that is
 * still open when `patienceMs` passes without progress, or when the signal aborts, has the last status seen.
 */
export async function followOrders(orders: readonly OrderToSend[], following: Following): Promise<Outcome[]> {
  const answers: (Answer | undefined)[] = orders.map(() => undefined);
  const known = new Map<string, OrderStatus>();
  const reporter = new InOrder(following.onOutcome);
  let movedAt = Date.now();
  let progress = following.readProgress();

  const outcomes = () => answers.map((answer) => answer && outcomeOf(answer, known));
  const onAnswer = (index: number, answer: Answer): void => {
    answers[index] = answer;
    movedAt = Date.now();
  };
  const sending = sendOrders(orders, { ...following, onAnswer });
  let sendingFailed: unknown;
  let isSending = true;
  sending
    .catch((error: unknown) => {
      sendingFailed = error;
    })
    .finally(() => {
      isSending = false;
    });

  while (!following.signal.aborted) {
    const startedAt = Date.now();
    const open = openIds(answers, known);
    for (const status of await following.readStatuses(open)) {
      if (known.get(status.orderId)?.status !== status.status) movedAt = Date.now();
      known.set(status.orderId, status);
    }
    if (progress !== following.readProgress()) movedAt = Date.now();
    progress = following.readProgress();
    const present = outcomes();
    const ended = present.filter((outcome) => outcome && hasEnded(outcome)).length;
    reporter.report(present);
    following.onProgress(ended, orders.length);
    if (sendingFailed) throw sendingFailed;
    if (!isSending && ended === orders.length) break;
    if (!isSending && Date.now() - movedAt > following.patienceMs(statusesOf(present))) break;
    await delay(Math.max(LOOK_EVERY_MS, (Date.now() - startedAt) * PAUSE_PER_LOOK));
  }
  return outcomes().filter((outcome) => outcome !== undefined);
}

function openIds(answers: readonly (Answer | undefined)[], known: ReadonlyMap<string, OrderStatus>): string[] {
  const ids = new Set<string>();
  for (const answer of answers) {
    const id = answer && idOf(answer);
    if (!answer || id === undefined || !hasLife(answer)) continue;
    if (!isTerminal(known.get(id)?.status ?? "")) ids.add(id);
  }
  return [...ids];
}

/** Whether the platform recorded the order, so that its status can be followed. */
function hasLife({ http, upload }: Answer): boolean {
  return http === 202 || http === 200 || (upload !== undefined && upload.rejection === undefined);
}

function idOf({ order, upload }: Answer): string | undefined {
  return upload?.rejection?.orderId ?? order.orderId ?? upload?.uploadId;
}

/** The statuses of the orders that have not ended. */
function statusesOf(outcomes: readonly (Outcome | undefined)[]): string[] {
  return outcomes.flatMap((outcome) => (outcome && !hasEnded(outcome) ? [outcome.status ?? ""] : []));
}

function outcomeOf(answer: Answer, known: ReadonlyMap<string, OrderStatus>): Outcome {
  const { order, http, body, ms, sentAt, upload } = answer;
  const orderId = idOf(answer);
  const uploadId = upload?.uploadId;
  if (!hasLife(answer) && !upload) {
    return { order, orderId, uploadId, http, status: null, reason: textOf(body.error), ms };
  }
  const status = upload?.rejection ?? known.get(orderId ?? "");
  const endedAfter = status ? status.updatedAt.getTime() - sentAt.getTime() : 0;
  return {
    order,
    orderId,
    uploadId,
    http,
    status: status?.status ?? textOf(body.status) ?? (upload ? "UPLOADED" : "RECEIVED"),
    reason: status?.reason,
    // For a duplicate of an order that had already ended, the time until the answer.
    ms: Math.max(ms, endedAfter),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Reports outcomes in the order of the file: one that ended early waits for those before it. */
class InOrder {
  private reported = 0;

  constructor(private readonly onOutcome: (outcome: Outcome) => void) {}

  report(outcomes: readonly (Outcome | undefined)[]): void {
    for (let next = outcomes[this.reported]; next && hasEnded(next); next = outcomes[this.reported]) {
      this.onOutcome(next);
      this.reported += 1;
    }
  }
}
