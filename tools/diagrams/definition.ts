import { z } from "zod";

const catcher = z.object({ ErrorEquals: z.array(z.string()), Next: z.string() });
const choice = z.looseObject({ Next: z.string() });

/** One state of a definition, with what a drawing shows of it: its kind, where it leads and what it calls. */
const state = z.object({
  Type: z.enum(["Task", "Choice", "Pass", "Wait", "Map", "Parallel", "Succeed", "Fail"]),
  Resource: z.string().optional(),
  Parameters: z.record(z.string(), z.unknown()).optional(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Choices: z.array(choice).optional(),
  Default: z.string().optional(),
  Catch: z.array(catcher).optional(),
  get ItemProcessor() {
    return graph.optional();
  },
  get Branches() {
    return z.array(graph).optional();
  },
});

/** A definition in the Amazon States Language, or one branch of it. */
const graph = z.object({ StartAt: z.string(), States: z.record(z.string(), state) });

export type State = z.infer<typeof state>;
export type Definition = z.infer<typeof graph>;

/**
 * Reads the text of a `.asl.json` file.
 *
 * @throws if it is not JSON or lacks what every definition has, with the path of what is wrong.
 */
export function parseDefinition(file: string, text: string): Definition {
  const parsed = graph.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${file} is not a definition: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
