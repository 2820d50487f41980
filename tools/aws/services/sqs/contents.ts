import { z } from "zod";

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
}

export interface QueueContents {
  /** Those that a consumer may take now. */
  readonly ready: readonly QueueMessage[];
  readonly delayed: readonly QueueMessage[];
  /** Those that a consumer has taken and neither deleted nor given back. */
  readonly inFlight: readonly QueueMessage[];
  /** How many there are in all. */
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
