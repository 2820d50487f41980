import { z } from "zod";

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
}

export interface QueueContents {
  /** Messages that a consumer can receive now. */
  readonly ready: readonly QueueMessage[];
  readonly delayed: readonly QueueMessage[];
  /** Messages that a consumer has received and neither deleted nor returned. */
  readonly inFlight: readonly QueueMessage[];
  /** The total number of messages. */
  readonly depth: number;
}

const message = z.object({ messageId: z.string(), body: z.string() });
const inspected = z.object({
  messages: z.object({
    ready: z.array(message),
    delayed: z.array(message),
    inflight: z.array(z.object({ message })),
  }),
});

/** Reads fauxqs's answer to an inspection: https://github.com/kibertoad/fauxqs */
export function queueContents(body: string): QueueContents {
  const { ready, delayed, inflight } = inspected.parse(JSON.parse(body)).messages;
  const inFlight = inflight.map((taken) => taken.message);
  return { ready, delayed, inFlight, depth: ready.length + delayed.length + inFlight.length };
}
