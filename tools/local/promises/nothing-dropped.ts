import type { DeadLetter, RunState } from "../run-state";
import type { PlatformPromise } from "./promise";

export const nothingDropped: PlatformPromise = {
  name: "Whatever could not be done stands on a dead-letter queue, and nothing else does",
  violations: (state) => {
    const { orders, deadLetters } = state;
    const lettersOf = (orderId: string) => deadLetters.filter((letter) => letter.orderId === orderId);
    const silent = [...orders].flatMap(([orderId, { status, reason }]) => {
      const about = new Set(lettersOf(orderId).map((letter) => letter.about));
      if (status === "FAILED" && !about.has("work")) return [`${orderId} FAILED, and no dead letter tells of it`];
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
  // Somebody is not told of an order that is otherwise in order.
  if (about === "notice") return order !== undefined;
  if (about === "parcel") return order?.reason === "DELIVERY_OVERDUE" || order?.status === "FAILED";
  if (order?.status === "FAILED") return true;
  // What intake could not take in: the client of a call was answered 503 and knows, an upload's is told by this letter.
  return outcomes.some((outcome) => {
    if (outcome.uploadId === undefined) return outcome.http === 503 && outcome.orderId === orderId;
    return [orderId, uploadId].some((id) => id === outcome.uploadId || (id !== undefined && id === outcome.orderId));
  });
}
