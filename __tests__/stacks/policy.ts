import { z } from "zod";
import type { SynthesizedResource } from "./synthesized";

const statement = z.object({
  Sid: z.string(),
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.union([z.string(), z.array(z.string())]),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
/** What a policy may write as one text or a list of them. */
export const list = (value: string | string[]) => (typeof value === "string" ? [value] : value);

export type Statement = z.infer<typeof statement>;

/** Statements of a resource's policy. */
export function statementsOf({ attributes }: SynthesizedResource): Statement[] {
  return z.object({ Statement: z.array(statement) }).parse(JSON.parse(String(attributes.policy))).Statement;
}
