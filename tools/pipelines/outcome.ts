import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The file next to an environment's plans with the outcome of each stack. */
export const OUTCOME_FILE = "outcome.json";

const reads = z.object({ stack: z.string(), outputs: z.array(z.string()) });

/** The outputs that a stack reads from the state of another. */
export type Reads = z.infer<typeof reads>;

const stackOutcome = z.discriminatedUnion("outcome", [
  /** Its plan is `<stack>.json`. */
  z.object({ stack: z.string(), outcome: z.literal("planned"), hasChanges: z.boolean() }),
  /** It reads outputs that no deploy has written yet, so it cannot be planned before those stacks are applied. */
  z.object({ stack: z.string(), outcome: z.literal("waits"), missing: z.array(reads) }),
  z.object({ stack: z.string(), outcome: z.literal("failed"), message: z.string() }),
]);

const outcomeSchema = z.object({ environment: z.string(), stacks: z.array(stackOutcome) });

/** The outcome of planning a stack. */
export type StackOutcome = z.infer<typeof stackOutcome>;

/** The outcomes of an environment's stacks, in the order in which they are deployed. */
export type Outcome = z.infer<typeof outcomeSchema>;

/** An environment's outcome in `plans`; without stacks if its job broke off before it planned anything. */
export function readOutcome(plans: string, environment: string): Outcome {
  const file = join(plans, environment, OUTCOME_FILE);
  if (!existsSync(file)) return { environment, stacks: [] };
  return outcomeSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}
