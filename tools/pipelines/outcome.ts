import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The file beside an environment's plans that tells what became of each stack. */
export const OUTCOME_FILE = "outcome.json";

const reads = z.object({ stack: z.string(), outputs: z.array(z.string()) });

/** What a stack reads from the state of another. */
export type Reads = z.infer<typeof reads>;

const stackOutcome = z.discriminatedUnion("outcome", [
  /** Its plan is `<stack>.json`. */
  z.object({ stack: z.string(), outcome: z.literal("planned"), hasChanges: z.boolean() }),
  /** It reads outputs which no deploy has written yet, so nobody can plan it before those stacks are applied. */
  z.object({ stack: z.string(), outcome: z.literal("waits"), missing: z.array(reads) }),
  z.object({ stack: z.string(), outcome: z.literal("failed"), message: z.string() }),
]);

const outcomeSchema = z.object({ environment: z.string(), stacks: z.array(stackOutcome) });

/** What became of a stack that was to be planned. */
export type StackOutcome = z.infer<typeof stackOutcome>;

/** What became of the stacks of an environment, in the order in which they are deployed. */
export type Outcome = z.infer<typeof outcomeSchema>;

/** What is written in `plans` of an environment: no stack where its job broke off before it planned anything. */
export function readOutcome(plans: string, environment: string): Outcome {
  const file = join(plans, environment, OUTCOME_FILE);
  if (!existsSync(file)) return { environment, stacks: [] };
  return outcomeSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}
