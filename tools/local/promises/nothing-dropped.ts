import type { DeadLetter, RunState } from "../run-state";
import type { PlatformPromise } from "./promise";

export const nothingDropped: PlatformPromise = {
  name: "All work that failed is on a dead-letter queue, and nothing else is",
  violations: (state) => {
    const { orders, deadLetters } = state;
    const lettersOf = (orderId: string) => deadLetters.filter((letter) => letter.orderId === orderId);
    const silent = [...orders].flatMap(([orderId, { status, reason }]) => {
      const about = new Set(lettersOf(orderId).map((letter) => letter.about));
      if (status === "FAILED" && !about.has("work")) return [`${orderId} FAILED, and no dead letter reports it`];
      const isOverdue = status === "CANCELLED" && reason === "DELIVERY_OVERDUE";
      return isOverdue && !about.has("parcel") ? [`${orderId} is overdue, and no dead letter asks for its parcel`] : [];
    });
    const unexplained = deadLetters
      .filter((letter) => !isExplained(letter, state))
      .map(({ queue, body }) => `${queue} holds ${body.slice(0, 200)}`);
    return [...silent, ...unexplained];
  },
};

function isExplained({ orderId, uploadId, about }: DeadLetter, { orders, outcomes }: RunState): boolean {
  const order = orders.get(orderId ?? "");
  if (about === "message") return order === undefined;
  // A notification failed; the order itself is unaffected.
  if (about === "notice") return order !== undefined;
  if (about === "parcel") return order?.reason === "DELIVERY_OVERDUE" || order?.status === "FAILED";
  if (order?.status === "FAILED") return true;
  // Intake failed. The client of a call got a 503; for an upload, this letter is the only report.
  return outcomes.some((outcome) => {
    if (outcome.uploadId === undefined) return outcome.http === 503 && outcome.orderId === orderId;
    return [orderId, uploadId].some((id) => id === outcome.uploadId || (id !== undefined && id === outcome.orderId));
  });
}
