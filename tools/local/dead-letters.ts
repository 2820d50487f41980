import { z } from "zod";
import type { DeadLetter } from "./run-state";
import type { Sqs } from "./services/sqs";

const order = z.object({ orderId: z.string() });

/** Reads every message of the queues and leaves it where it is. */
export async function readDeadLetters(queues: readonly string[], sqs: Sqs): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (const queue of queues) {
    const { ready, delayed, inFlight } = await sqs.inspect(queue);
    for (const { body } of [...ready, ...delayed, ...inFlight]) letters.push({ queue, orderId: orderIn(body), body });
  }
  return letters;
}

/** What a pipe could not hand over is the message itself, which names its order too. */
function orderIn(body: string): string | undefined {
  try {
    return order.safeParse(JSON.parse(body)).data?.orderId;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
